//! Where definition files come from: the ones built into the program, and those on disk that take their place.

use super::diagnostics::{Diagnostic, Diagnostics, Mistake, list, nearest};
use super::foreign::foreign;
use super::shape::Kind;
use super::source::Source;
use crate::ordinary::{self, Unread};
use include_dir::{Dir, include_dir};
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, LazyLock};

static MODELS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/models");
static TREATMENTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/treatments");
static SCENARIOS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/scenarios");
static SEEDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/seeds");
static SYNAPSES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/synapses");
static PROTOCOLS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/protocols");
static CLAIMS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/claims");
static EVIDENCE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/evidence");
static QUALIFICATIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/qualifications");

/// What a file must be before anybody parses it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// Bytes above which it is refused.
    pub largest: u64,
    /// The same in words.
    pub size: &'static str,
    /// What it is, with its article.
    pub what: &'static str,
    /// What to do if it is too large.
    pub if_too_large: &'static str,
    /// What to do if it is empty.
    pub if_empty: &'static str,
}

/// A definition file: the largest shipped one has 50 KiB.
const DEFINITION: Wanted = Wanted {
    largest: 1024 * 1024,
    size: "up to 1 MiB",
    what: "a file in TOML",
    if_too_large: "check whether this is the right file; definition files are short",
    if_empty: "start from a copy of a shipped file",
};

/// Built-in and own definition files.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    /// Folder whose files take the place of built-in ones; empty for the current folder.
    root: PathBuf,
    /// Texts that come before all files, by their path within a library, such as `scenarios/mine.toml`.
    texts: Arc<BTreeMap<String, String>>,
}

/// A file found by name, not yet read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// Name in tables.
    pub name: String,
    location: Location,
}

impl Found {
    /// A file of the library of which it is known that it is there.
    pub fn known(kind: Kind, name: &str) -> Found {
        Found {
            name: name.to_owned(),
            location: Location::Library(format!("{}/{name}.toml", kind.folder())),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Location {
    /// Path within a library, such as `models/affect.toml`.
    Library(String),
    /// Any other path.
    Elsewhere(PathBuf),
}

/// A file that was read.
#[derive(Debug, Clone)]
pub(crate) struct Loaded {
    /// Text with its places.
    pub source: Arc<Source>,
    /// Path on disk; none for a built-in file, or a text laid over the files.
    pub path: Option<PathBuf>,
    /// True when it took the place of a built-in file, or stands beside the built-in ones.
    pub own: bool,
}

impl Store {
    pub fn new(directory: Option<PathBuf>) -> Store {
        Store {
            root: directory.unwrap_or_default(),
            texts: Arc::default(),
        }
    }

    /// The same files with texts laid over them.
    pub fn with(&self, texts: BTreeMap<String, String>) -> Store {
        Store {
            root: self.root.clone(),
            texts: Arc::new(texts),
        }
    }

    /// Names of a kind: built-in and on disk, sorted; variants as `brain/name`.
    pub fn names(&self, kind: Kind) -> Vec<String> {
        let mut names = BTreeSet::new();
        match kind {
            Kind::Variant => {
                for brain in self.names(Kind::Brain) {
                    let folder = format!("models/{brain}");
                    let variants = self.names_in(&folder);
                    names.extend(variants.into_iter().map(|name| format!("{brain}/{name}")));
                }
            }
            _ => names = self.names_in(kind.folder()),
        }
        names.into_iter().collect()
    }

    fn names_in(&self, folder: &str) -> BTreeSet<String> {
        let mut names: BTreeSet<String> = built_in_names(folder).collect();
        // A folder that cannot be listed has no files of its own; reading one by name says why.
        if let Ok(entries) = std::fs::read_dir(self.root.join(folder)) {
            names.extend(entries.flatten().filter_map(|entry| stem(&entry.path())));
        }
        let laid_over = self.texts.keys().map(Path::new);
        names.extend(
            laid_over
                .filter(|path| path.parent() == Some(Path::new(folder)))
                .filter_map(stem),
        );
        names
    }

    /// Finds a file by its name or path, with or without `.toml`.
    ///
    /// # Errors
    /// A diagnostic with the nearest names when there is no such file.
    pub fn find(&self, kind: Kind, name: &str) -> Result<Found, Diagnostics> {
        let known = self.names(kind);
        let stem = name.strip_suffix(".toml").unwrap_or(name);
        let short = stem
            .strip_prefix(kind.folder())
            .and_then(|rest| rest.strip_prefix('/'))
            .unwrap_or(stem);
        if known.iter().any(|known| known == short) {
            return Ok(Found::known(kind, short));
        }
        // A bare name is a path only where it has an ending, such as nm.csv: folders may be called like anything.
        let has_ending = Path::new(name).extension().is_some();
        let looks_like_path = name.contains(['/', '\\']) || has_ending && Path::new(name).is_file();
        for path in [PathBuf::from(name), PathBuf::from(format!("{stem}.toml"))] {
            if looks_like_path && path.exists() {
                return Ok(Found {
                    name: plain_path(stem),
                    location: Location::Elsewhere(path),
                });
            }
        }
        Err(missing(kind, name, short, &known).into())
    }

    /// Reads a file as text.
    ///
    /// # Errors
    /// A diagnostic when it is no text of a reasonable size.
    pub fn load(&self, found: &Found) -> Result<Loaded, Diagnostics> {
        if let Location::Library(relative) = &found.location
            && let Some(text) = self.texts.get(relative)
        {
            return Ok(Loaded {
                source: Source::new(relative.clone(), text.clone()),
                path: None,
                own: true,
            });
        }
        let (path, built_in) = match &found.location {
            Location::Library(relative) => (self.root.join(relative), BUILT_IN.get(relative)),
            Location::Elsewhere(path) => (path.clone(), None),
        };
        let shown = path.to_string_lossy().into_owned();
        // Only a file that is not there leaves the built-in one in its place; any other trouble is reported.
        if let Some(&text) = built_in
            && is_absent(&path)
        {
            let relative = match &found.location {
                Location::Library(relative) => relative,
                Location::Elsewhere(_) => &shown,
            };
            return Ok(Loaded {
                source: Source::new(format!("{relative} (built in)"), text),
                path: None,
                own: false,
            });
        }
        let text = read_text(&path, &shown, &DEFINITION)?;
        if let Some(foreign) = foreign(&shown, &text) {
            return Err(foreign.into());
        }
        let own = built_in.copied() != Some(text.as_str());
        Ok(Loaded {
            source: Source::new(shown, text),
            path: Some(path),
            own,
        })
    }
}

pub(crate) fn missing(kind: Kind, name: &str, short: &str, known: &[String]) -> Diagnostic {
    let names = || known.iter().map(String::as_str);
    let word = kind.word();
    let message = format!("there is no {word} of this name");
    let mut missing = Diagnostic::of_file(name, Mistake::Unreadable, message)
        .allowed(list(names()))
        .next("name one of these, or the path of your own file, such as ./mine.toml");
    let last = short.rsplit('/').next().unwrap_or(short);
    missing.near = nearest(short, names()).or_else(|| nearest(last, names()));
    missing
}

/// A path as a name: without `./` at its beginning.
fn plain_path(stem: &str) -> String {
    let parts = Path::new(stem)
        .components()
        .filter(|part| *part != Component::CurDir);
    let path: PathBuf = parts.collect();
    path.to_string_lossy().replace('\\', "/")
}

/// Whether there is nothing at all under a path; a link that leads nowhere is something.
fn is_absent(path: &Path) -> bool {
    std::fs::symlink_metadata(path)
        .is_err_and(|error| matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory))
}

fn stem(path: &Path) -> Option<String> {
    let is_definition = path
        .extension()
        .is_some_and(|extension| extension == "toml");
    let stem = path.file_stem()?.to_str()?;
    is_definition.then(|| stem.to_owned())
}

/// Every built-in text by its path, such as `scenarios/histories/separation.toml`.
static BUILT_IN: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let folders = [
        ("models", &MODELS),
        ("treatments", &TREATMENTS),
        ("scenarios", &SCENARIOS),
        ("seeds", &SEEDS),
        ("synapses", &SYNAPSES),
        ("protocols", &PROTOCOLS),
        ("claims", &CLAIMS),
        ("evidence", &EVIDENCE),
        ("qualifications", &QUALIFICATIONS),
    ];
    let mut texts = BTreeMap::new();
    for (name, folder) in folders {
        add_texts(name, folder, &mut texts);
    }
    texts
});

fn add_texts(name: &str, folder: &Dir<'static>, texts: &mut BTreeMap<String, &'static str>) {
    for file in folder.files() {
        if let (Some(stem), Some(text)) = (stem(file.path()), file.contents_utf8()) {
            texts.insert(format!("{name}/{stem}.toml"), text);
        }
    }
    for below in folder.dirs() {
        if let Some(last) = below.path().file_name().and_then(|last| last.to_str()) {
            add_texts(&format!("{name}/{last}"), below, texts);
        }
    }
}

/// Names of the built-in files of a folder such as `scenarios/histories`, without those of folders below it.
fn built_in_names(folder: &str) -> impl Iterator<Item = String> {
    let start = format!("{folder}/");
    let from_start = BUILT_IN.range(start.clone()..);
    from_start
        .map_while(move |(path, _)| path.strip_prefix(&start))
        .filter(|below| !below.contains('/'))
        .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
}

/// Reads a file from disk, refusing everything that cannot be what is wanted before it is parsed.
pub(crate) fn read_text(path: &Path, shown: &str, wanted: &Wanted) -> Result<String, Diagnostics> {
    let refuse = |message: String, allowed: &str, next: &str| {
        Diagnostics::from(
            Diagnostic::of_file(shown, Mistake::Unreadable, message)
                .allowed(allowed)
                .next(next),
        )
    };
    let bytes = ordinary::read(path, wanted.largest).map_err(|unread| match unread {
        Unread::System(error) => refuse(
            format!("the file cannot be read: {}", error.kind()),
            "a file that you may read",
            "check the path and the permissions of the file",
        ),
        Unread::Folder => refuse(
            "this is a folder, not a file".to_owned(),
            wanted.what,
            "name a file in the folder",
        ),
        Unread::NotOrdinary => refuse(
            "this is not an ordinary file".to_owned(),
            wanted.what,
            "write the text into an ordinary file",
        ),
        Unread::TooLarge(most) => refuse(
            format!("the file holds more than {most} bytes"),
            wanted.size,
            wanted.if_too_large,
        ),
    })?;
    text_like(bytes, shown, wanted)
}

/// Bytes of a definition file as text.
pub(crate) fn text_of(bytes: Vec<u8>, shown: &str) -> Result<String, Diagnostics> {
    text_like(bytes, shown, &DEFINITION)
}

/// Bytes as text.
fn text_like(bytes: Vec<u8>, shown: &str, wanted: &Wanted) -> Result<String, Diagnostics> {
    let refuse = |message: String, allowed: &str, next: &str| {
        Diagnostics::from(
            Diagnostic::of_file(shown, Mistake::Unreadable, message)
                .allowed(allowed)
                .next(next),
        )
    };
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        refuse(
            format!("the file is not UTF-8 text: byte {valid} (counted from 0) does not fit"),
            "text in UTF-8",
            "save the file again as UTF-8",
        )
    })?;
    if let Some(byte) = text.find('\0') {
        return Err(refuse(
            format!(
                "the file holds a NUL at byte {byte} (counted from 0), as only binary files do"
            ),
            "text in UTF-8",
            "check whether this is the right file",
        ));
    }
    if text.trim().is_empty() {
        return Err(refuse(
            "the file is empty".to_owned(),
            wanted.what,
            wanted.if_empty,
        ));
    }
    Ok(text)
}
