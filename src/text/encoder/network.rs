//! The network: embeddings, three branches of convolutions over 2, 3 and 5 tokens, their sum over the text, four dense layers.

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView1, Axis, Slice};

use super::{
    Vector, WIDTH,
    file::{Dense, Table},
};

/// Numbers of a token in a branch.
const BRANCH: usize = 256;
/// Tokens of each branch's window, and how many of them stand before its own.
const BRANCHES: [(usize, usize); 3] = [(2, 0), (3, 1), (5, 2)];
const SEEN: usize = WIDTH + BRANCHES.len() * BRANCH;
const HIDDEN: usize = 320;
const EPSILON: f32 = 1e-12;

pub(super) struct Network {
    table: Table,
    branches: Vec<Branch>,
    norm: Norm,
    sum: Layer,
    first: Array2<f32>,
    second: Array2<f32>,
    past_first: Array2<f32>,
    third: Array2<f32>,
    past_third: Array2<f32>,
    last: Array2<f32>,
}

struct Branch {
    window: usize,
    before: usize,
    enter: Layer,
    norm: Norm,
    one: Layer,
    two: Layer,
}

struct Layer {
    weight: Array2<f32>,
    bias: Array1<f32>,
}

struct Norm {
    gain: Array1<f32>,
    shift: Array1<f32>,
}

impl Network {
    /// `None` where the weights are too few, or too many.
    pub(super) fn new(table: Table, mut dense: Dense) -> Option<Network> {
        if table.rows() < 3 {
            return None;
        }
        let mut branches = Vec::with_capacity(BRANCHES.len());
        for (window, before) in BRANCHES {
            let enter = Layer::take(&mut dense, WIDTH, BRANCH)?;
            let norm = Norm::take(&mut dense, BRANCH)?;
            let one = Layer::take(&mut dense, window * BRANCH, BRANCH)?;
            let two = Layer::take(&mut dense, window * BRANCH, BRANCH)?;
            branches.push(Branch { window, before, enter, norm, one, two });
        }
        let norm = Norm::take(&mut dense, SEEN)?;
        let sum = Layer::take(&mut dense, SEEN, WIDTH)?;
        let mut next = |rows: usize, columns: usize| matrix(dense.take(rows * columns)?, rows, columns);
        let network = Network {
            table,
            branches,
            norm,
            sum,
            first: next(WIDTH, HIDDEN)?,
            second: next(HIDDEN, HIDDEN)?,
            past_first: next(WIDTH, HIDDEN)?,
            third: next(HIDDEN, WIDTH)?,
            past_third: next(HIDDEN, WIDTH)?,
            last: next(WIDTH, WIDTH)?,
        };
        dense.is_empty().then_some(network)
    }

    /// The vectors of texts, as many at once as there are: a matrix that is at hand already costs the least.
    pub(super) fn run(&self, texts: &[Vec<u32>]) -> Vec<Vector> {
        let places = places(texts);
        let mut seen = Array2::<f32>::zeros((texts.iter().map(Vec::len).sum(), SEEN));
        for (token, mut row) in texts.iter().flatten().zip(seen.rows_mut()) {
            if let Some(row) = row.as_slice_mut() {
                self.table.put(*token, &mut row[..WIDTH]);
            }
        }
        let tokens = seen.slice_axis(Axis(1), Slice::from(..WIDTH)).to_owned();
        for (at, branch) in self.branches.iter().enumerate() {
            let from = WIDTH + at * BRANCH;
            seen.slice_axis_mut(Axis(1), Slice::from(from..from + BRANCH)).assign(&branch.run(&tokens, &places));
        }
        self.norm.apply(&mut seen);

        // The sum over a text's tokens comes before the layer, which is the same and a smaller matrix.
        let mut sums = Array2::<f32>::zeros((texts.len(), SEEN));
        for (place, row) in places.iter().zip(seen.rows()) {
            let mut sum = sums.row_mut(place.text);
            sum += &row;
        }
        let mut text = sums.dot(&self.sum.weight);
        for (mut row, tokens) in text.rows_mut().into_iter().zip(texts) {
            let length = tokens.len() as f32;
            row.scaled_add(length, &self.sum.bias);
            row /= length.sqrt();
        }
        let y0 = positive(text.dot(&self.first));
        let y1 = positive(text.dot(&self.past_first) + y0.dot(&self.second));
        let y2 = positive(y1.dot(&self.third));
        let vectors = (y1.dot(&self.past_third) + y2.dot(&self.last)).mapv_into(f32::tanh);
        vectors.rows().into_iter().map(of_length_one).collect()
    }
}

/// Where a token stands: in which text, and the rows of that text.
struct Place {
    text: usize,
    rows: Range<usize>,
}

fn places(texts: &[Vec<u32>]) -> Vec<Place> {
    let mut start = 0;
    let mut places = Vec::new();
    for (text, tokens) in texts.iter().enumerate() {
        let rows = start..start + tokens.len();
        start = rows.end;
        places.extend(tokens.iter().map(|_| Place { text, rows: rows.clone() }));
    }
    places
}

impl Branch {
    fn run(&self, tokens: &Array2<f32>, places: &[Place]) -> Array2<f32> {
        let mut x = self.enter.apply(tokens);
        self.norm.apply(&mut x);
        let h = positive(self.one.apply(&self.windows(&x, places))) + x;
        positive(self.two.apply(&self.windows(&h, places))) + h
    }

    /// For each token, those of its window side by side; nothing where the window leaves the text.
    fn windows(&self, x: &Array2<f32>, places: &[Place]) -> Array2<f32> {
        let mut windows = Array2::zeros((x.nrows(), self.window * BRANCH));
        for ((at, place), mut row) in places.iter().enumerate().zip(windows.rows_mut()) {
            for part in 0..self.window {
                if let Some(seen) = (at + part).checked_sub(self.before).filter(|seen| place.rows.contains(seen)) {
                    row.slice_axis_mut(Axis(0), Slice::from(part * BRANCH..(part + 1) * BRANCH)).assign(&x.row(seen));
                }
            }
        }
        windows
    }
}

impl Layer {
    fn take(dense: &mut Dense, rows: usize, columns: usize) -> Option<Layer> {
        Some(Layer { weight: matrix(dense.take(rows * columns)?, rows, columns)?, bias: Array1::from_vec(dense.take(columns)?) })
    }

    fn apply(&self, x: &Array2<f32>) -> Array2<f32> {
        x.dot(&self.weight) + &self.bias
    }
}

impl Norm {
    fn take(dense: &mut Dense, width: usize) -> Option<Norm> {
        Some(Norm { gain: Array1::from_vec(dense.take(width)?), shift: Array1::from_vec(dense.take(width)?) })
    }

    fn apply(&self, x: &mut Array2<f32>) {
        for mut row in x.rows_mut() {
            let width = row.len() as f32;
            let mean = row.sum() / width;
            row -= mean;
            let spread = row.dot(&row) / width;
            row *= 1.0 / (spread + EPSILON).sqrt();
            row *= &self.gain;
            row += &self.shift;
        }
    }
}

fn matrix(numbers: Vec<f32>, rows: usize, columns: usize) -> Option<Array2<f32>> {
    Array2::from_shape_vec((rows, columns), numbers).ok()
}

fn positive(x: Array2<f32>) -> Array2<f32> {
    x.mapv_into(|x| x.max(0.0))
}

fn of_length_one(x: ArrayView1<'_, f32>) -> Vector {
    let length = x.dot(&x).max(EPSILON).sqrt();
    std::array::from_fn(|at| x.get(at).copied().unwrap_or(0.0) / length)
}
