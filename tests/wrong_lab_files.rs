//! Every kind of wrong file of the lab, with its recorded message: a place, what was found, what is allowed, a next step.

use rewire::spec::compile::{compile_protocol, compile_synapse};
use rewire::spec::library::check_text;
use rewire::spec::{Diagnostics, Kind, Library};
use std::path::PathBuf;

const TRIPLET: &str = include_str!("../synapses/triplet-visual-cortex-full.toml");
const CALCIUM: &str = include_str!("../synapses/calcium-dp.toml");
const PATTERNS: &str = include_str!("../protocols/triplets.toml");
const WINDOW: &str = include_str!("../protocols/timing-window.toml");
const TRAINS: &str = include_str!("../protocols/theta-burst.toml");
const PAIRED: &str = include_str!("../protocols/pairing-lags.toml");
const GROUPS: &str = include_str!("../protocols/correlated-groups.toml");
const PUBLISHED: &str = include_str!("../evidence/synapse/sjostrom-2001.toml");

/// The library of wrong files; built-in ones stand behind it.
fn library() -> Library {
    Library::new(Some(PathBuf::from("tests/wrong/library")))
}

/// The message, without the lists of shipped names that grow with the library.
fn message(mistakes: &Diagnostics) -> String {
    let shipped = ["pair-bi-poo", "timing-window", "bi-poo-1998"];
    let text = mistakes.to_string();
    let lines = text.lines().map(|line| {
        let is_list = line.starts_with("  allowed: ") && line.contains(", ");
        if is_list && shipped.iter().any(|name| line.contains(name)) {
            "  allowed: [names of the library]".to_owned()
        } else {
            line.trim_end().to_owned()
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Diagnostics>) -> String {
    message(&outcome.expect_err("a wrong file is refused"))
}

/// A shipped file with one passage replaced.
fn with(kind: Kind, text: &str, passage: &str, by: &str) -> String {
    assert!(text.contains(passage), "{passage:?} is not in the file");
    let text = text.replacen(passage, by, 1);
    let name = format!("{}/mine.toml", kind.folder());
    refused(check_text(kind, &name, text.into_bytes()))
}

#[test]
fn synapses() {
    let triplet = |passage, by| with(Kind::Synapse, TRIPLET, passage, by);
    insta::assert_snapshot!("synapse_unknown_rule", triplet("\"triplet\"", "\"tripel\""));
    insta::assert_snapshot!(
        "synapse_rule_of_other_numbers",
        triplet("\"triplet\"", "\"calcium\"")
    );
    insta::assert_snapshot!(
        "synapse_unknown_key",
        triplet("pair_depression =", "pair_depresion =")
    );
    insta::assert_snapshot!(
        "synapse_fitted_to_nothing_in_particular",
        triplet(
            "{ parameters = 6, data = \"Sjöström et al. 2001 at lags of 10 ms\",",
            "{ parameters = 0,"
        )
    );
    insta::assert_snapshot!("synapse_wrong_unit", triplet("\"125 ms\"", "\"125 Hz\""));
    insta::assert_snapshot!("synapse_no_unit", triplet("\"125 ms\"", "0.125"));
    insta::assert_snapshot!(
        "synapse_misspelt_unit",
        triplet("\"125 ms\"", "\"125 msec\"")
    );
    insta::assert_snapshot!(
        "synapse_slow_trace_missing",
        triplet("postsynaptic_time_constant = \"125 ms\"\n", "")
    );
    insta::assert_snapshot!(
        "synapse_thresholds_upside_down",
        with(
            Kind::Synapse,
            CALCIUM,
            "potentiation_threshold = 1.3",
            "potentiation_threshold = 0.3"
        )
    );
    insta::assert_snapshot!(
        "synapse_half_a_rule",
        refused(library().read_synapse("half-a-rule"))
    );
    insta::assert_snapshot!(
        "synapse_not_there",
        refused(library().read_synapse("pair-bipoo"))
    );
}

#[test]
fn protocols() {
    let window = |passage, by| with(Kind::Protocol, WINDOW, passage, by);
    insta::assert_snapshot!(
        "protocol_unknown_kind",
        window("kind = \"timing-window\"", "kind = \"timing-windw\"")
    );
    insta::assert_snapshot!(
        "protocol_key_of_another_kind",
        window("pairs = 60", "pairs = 60\nspikes = 5")
    );
    insta::assert_snapshot!("protocol_missing_key", window("rate = \"1 Hz\"\n", ""));
    insta::assert_snapshot!(
        "protocol_negative_rate",
        window("rate = \"1 Hz\"", "rate = \"-1 Hz\"")
    );
    insta::assert_snapshot!(
        "protocol_lags_not_rising",
        window("\"-80 ms\"", "\"80 ms\"")
    );
    insta::assert_snapshot!(
        "protocol_level_out_of_range",
        window("bdnf = [1.0]", "bdnf = [1.0, 99.0]")
    );
    let patterns = |passage, by| with(Kind::Protocol, PATTERNS, passage, by);
    insta::assert_snapshot!(
        "protocol_spikes_out_of_order",
        patterns("[\"0 ms\", \"10 ms\"]", "[\"10 ms\", \"0 ms\"]")
    );
    insta::assert_snapshot!(
        "protocol_pattern_too_long",
        patterns("rate = \"1 Hz\"", "rate = \"100 Hz\"")
    );
    insta::assert_snapshot!(
        "protocol_pattern_without_spikes",
        patterns(
            "presynaptic = [\"0 ms\", \"10 ms\"], postsynaptic = [\"5 ms\"]",
            "presynaptic = [], postsynaptic = []"
        )
    );
    insta::assert_snapshot!(
        "protocol_bursts_without_interval",
        with(Kind::Protocol, TRAINS, ", interval = \"200 ms\"", "")
    );
    insta::assert_snapshot!(
        "protocol_bursts_that_overlap",
        with(
            Kind::Protocol,
            TRAINS,
            "interval = \"200 ms\"",
            "interval = \"20 ms\""
        )
    );
    let paired = |passage, by| with(Kind::Protocol, PAIRED, passage, by);
    insta::assert_snapshot!(
        "protocol_bursts_of_pairs_that_overlap",
        paired("from = \"10 Hz\"", "from = \"0.1 Hz\"")
    );
    insta::assert_snapshot!(
        "protocol_random_lags_backward",
        paired("to = \"15 ms\"", "to = \"-20 ms\"")
    );
    insta::assert_snapshot!(
        "protocol_lag_too_short",
        paired("\"0 ms\"", "\"0.000001 ms\"")
    );
    insta::assert_snapshot!(
        "protocol_groups_beyond_all",
        with(
            Kind::Protocol,
            GROUPS,
            "share = 0.5,",
            "share = 0.7, correlation = 0.1 }, { label = \"b\", share = 0.7,"
        )
    );
}

#[test]
fn protocols_in_their_library() {
    for name in ["many-mistakes", "lost-synapses", "lost-in-time"] {
        let said = refused(library().read_protocol(name));
        insta::assert_snapshot!(format!("protocol_{}", name.replace('-', "_")), said);
    }
    let named = |protocol: &str, synapse: &str| {
        let asked = [synapse.to_owned()];
        refused(library().read_bench(&[protocol.to_owned()], &asked, false))
    };
    insta::assert_snapshot!(
        "bench_of_a_synapse_that_does_not_fit",
        named("short-term", "pair-bi-poo")
    );
    insta::assert_snapshot!(
        "bench_of_a_synapse_that_is_not_there",
        named("short-term", "short-trem-depressing")
    );
    insta::assert_snapshot!(
        "bench_of_a_protocol_that_is_not_there",
        named("timing-windows", "pair-bi-poo")
    );
}

#[test]
fn published_points() {
    let published = |passage, by| with(Kind::Published, PUBLISHED, passage, by);
    insta::assert_snapshot!(
        "published_unknown_status",
        published("\"repository\"", "\"seen\"")
    );
    insta::assert_snapshot!(
        "published_without_error_of_a_point",
        published("sem = 0.05", "sem = 0.0")
    );
    insta::assert_snapshot!("published_no_points", published("points = [", "pionts = ["));
}

/// What a message calls fitting must be what the lab takes.
#[test]
fn a_synapse_fits_a_protocol_where_the_lab_takes_it() {
    let library = Library::new(None);
    let synapses: Vec<_> = library
        .names(Kind::Synapse)
        .iter()
        .map(|name| library.read_synapse(name).expect("a shipped synapse"))
        .collect();
    for name in library.names(Kind::Protocol) {
        let file = library.read_protocol(&name).expect("a shipped protocol");
        let protocol = compile_protocol(&file).expect("a shipped protocol");
        for synapse in &synapses {
            let meant = compile_synapse(synapse).expect("a shipped synapse");
            let listed = format!("synapses = [{:?}", synapse.name);
            let first = format!("synapses = [{:?}", file.value.synapses[0]);
            let text = file.text.replacen(&first, &listed, 1);
            let folder = tempfile::tempdir().expect("a folder");
            std::fs::create_dir(folder.path().join("protocols")).expect("a folder");
            let path = folder.path().join("protocols/tried.toml");
            std::fs::write(path, text).expect("a file");
            let tried = Library::new(Some(folder.path().to_owned())).read_protocol("tried");
            let said = tried.err().map(|mistakes| mistakes.to_string());
            let misfit = said.is_some_and(|said| said.contains("does not answer"));
            let taken = protocol.procedure.accepts(&meant.rule);
            assert_eq!(taken, !misfit, "{name} and {}", synapse.name);
        }
    }
}
