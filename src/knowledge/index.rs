//! One language's articles as a tantivy index in memory: one segment, built once, never changed.
//!
//! Terms are walked straight through tantivy's postings, a term at a time, into one array of sums: a question has some forty terms
//! in three fields, of which a `BooleanQuery` would make as many scorers. `benches/knowledge.rs` has the figures.

use std::sync::Arc;

use tantivy::{
    Index as Tantivy, InvertedIndexReader, ReloadPolicy, TantivyDocument, Term,
    directory::RamDirectory,
    postings::TermInfo,
    schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{PreTokenizedString, Token},
};

use super::{Error, tuning::Tuning, vocabulary::TermId};

/// Title, questions, answer. A document's number is its article's place among its language's articles.
pub(super) const FIELDS: usize = 3;
pub(super) const ANSWER: usize = 2;

/// Memory for building; the largest shops' articles fit.
const WRITER_BYTES: usize = 64 << 20;

/// A field of the index with what BM25 needs of it.
struct Column {
    inverted: Arc<InvertedIndexReader>,
    infos: Vec<Option<TermInfo>>,
    /// By document: `k1 * (1 - b + b * length / average)`.
    damping: Vec<f32>,
    boost: f32,
}

pub(super) struct Index {
    columns: Vec<Column>,
    documents: usize,
    /// What a term of weight 1 adds at most, about.
    most: f32,
}

/// Terms of one document, by field; a term may repeat.
pub(super) type Document = [Vec<TermId>; FIELDS];

impl Index {
    /// `words` are the documents' terms by number. None where there are no documents.
    pub(super) fn build(documents: &[Document], words: &[Arc<str>], tuning: &Tuning) -> Result<Option<Index>, Error> {
        if documents.is_empty() {
            return Ok(None);
        }
        let (schema, fields) = schema();

        let mut writer = Tantivy::builder()
            .schema(schema)
            .single_segment_index_writer::<TantivyDocument>(RamDirectory::create(), WRITER_BYTES)?;
        for document in documents {
            let mut row = TantivyDocument::default();
            for (field, terms) in fields.iter().zip(document) {
                let tokens = terms.iter().enumerate().map(|(position, id)| token(&words[*id as usize], position)).collect();
                row.add_pre_tokenized_text(*field, PreTokenizedString { text: String::new(), tokens });
            }
            writer.add_document(row)?;
        }
        let reader = writer.finalize()?.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let searcher = reader.searcher();
        let segment = searcher.segment_reader(0);

        let mut columns = Vec::with_capacity(FIELDS);
        for (at, field) in fields.into_iter().enumerate() {
            let inverted = segment.inverted_index(field)?;
            let mut infos = Vec::with_capacity(words.len());
            for word in words {
                let info = inverted.get_term_info(&Term::from_field_text(field, word))?;
                if let Some(info) = &info {
                    // Read once here, so that a search has nothing left to fail on.
                    inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
                }
                infos.push(info);
            }
            let lengths = documents.iter().map(|document| document[at].len() as f32);
            let average = (lengths.clone().sum::<f32>() / documents.len() as f32).max(1.0);
            let damping = lengths.map(|length| tuning.k1 * (1.0 - tuning.b + tuning.b * length / average)).collect();
            columns.push(Column { inverted, infos, damping, boost: tuning.boosts[at] });
        }
        Ok(Some(Index { columns, documents: documents.len(), most: 1.0 + tuning.boosts.iter().sum::<f32>() }))
    }

    /// Adds up a question's terms over all documents: 1 for being there at all, and for each field what it counts there.
    pub(super) fn sum(&self, terms: &[(TermId, f32)]) -> Vec<f32> {
        let mut sums = vec![(0.0, 0); self.documents];
        for (number, (term, weight)) in (1_u32..).zip(terms) {
            for column in &self.columns {
                let Some(info) = &column.infos[*term as usize] else { continue };
                // The same bytes in memory were read when the index was built, so this holds; a term that couldn't be read would
                // add nothing.
                let Ok(mut postings) = column.inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)
                else {
                    continue;
                };
                let boosted = weight * column.boost;
                while !postings.docs().is_empty() {
                    for (document, count) in postings.docs().iter().zip(postings.freqs()) {
                        let count = *count as f32;
                        let (sum, counted) = &mut sums[*document as usize];
                        *sum += boosted * count / (count + column.damping[*document as usize]);
                        if *counted != number {
                            *counted = number;
                            *sum += weight;
                        }
                    }
                    postings.advance();
                }
            }
        }
        sums.into_iter().map(|(sum, _)| sum / self.most).collect()
    }
}

fn schema() -> (Schema, [Field; FIELDS]) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqs).set_fieldnorms(false);
    let options = TextOptions::default().set_indexing_options(indexing);
    let fields = ["title", "questions", "answer"].map(|name| schema.add_text_field(name, options.clone()));
    (schema.build(), fields)
}

fn token(text: &str, position: usize) -> Token {
    Token { text: text.to_owned(), position, ..Token::default() }
}
