//! Every bench in one binary: `cargo bench`, or one subject with `cargo bench -- knowledge`.

mod knowledge;
mod log;
mod triage;
mod ws;

/// The program's own, so that figures are the program's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let tiny = arguments.iter().any(|argument| argument == "--test");
    // Cargo itself passes `--bench`; what has no dash is a filter.
    let wanted = |subject: &str| {
        let mut filters = arguments.iter().filter(|argument| !argument.starts_with('-')).peekable();
        filters.peek().is_none() || filters.any(|filter| subject.starts_with(filter.as_str()))
    };
    if !arguments.iter().any(|argument| argument == "ws") {
        divan::main();
    }
    if wanted("log") {
        log::print_ratios(tiny);
    }
    if wanted("ws") {
        ws::print_ratio(tiny);
    }
}
