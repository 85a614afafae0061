//! `rewire explore` from outside: what it serves, what it refuses, and that its numbers are those of the command line.
#![cfg(feature = "explore")]

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Long enough for a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(600);
/// A question for few people: two of three courses are lived.
const STATE: &str = r#"{"scenarios":["therapy-alone","ssri-plus-therapy"],"accounts":["plasticity-window","blunting"],"people":8}"#;

/// A server that runs as long as the test.
struct Server {
    process: Child,
    port: u16,
}

impl Server {
    fn start(folder: &Path) -> Server {
        let mut process = Command::new(env!("CARGO_BIN_EXE_rewire"))
            .args(["explore", "--no-open", "--quiet", "--threads", "2"])
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut address = String::new();
        let output = process.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut address).unwrap();
        let port = address.trim().trim_end_matches('/').rsplit(':').next();
        Server {
            port: port.unwrap().parse().unwrap(),
            process,
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// What comes back for bytes that are sent; what cannot be read any more is left out.
    fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // A server that has seen enough may close before everything is sent.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Status, head and body of a path.
    fn get(&self, path: &str, more: &str) -> (u16, String, String) {
        let host = format!("127.0.0.1:{}", self.port);
        self.get_as(&format!("Host: {host}\r\n{more}"), path)
    }

    fn get_as(&self, head: &str, path: &str) -> (u16, String, String) {
        let request = format!("GET {path} HTTP/1.1\r\nConnection: close\r\n{head}\r\n");
        let answer = self.raw(request.as_bytes());
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
        let body = match head.to_lowercase().contains("transfer-encoding: chunked") {
            true => unchunked(body),
            false => body.to_owned(),
        };
        (status.unwrap_or(0), head.to_lowercase(), body)
    }

    /// The events of a path, and their data.
    fn events(&self, path: &str) -> Vec<(String, Value)> {
        let (status, _, body) = self.get(path, "");
        assert_eq!(status, 200, "{path}: {body}");
        let events = body.split("\n\n").filter_map(|event| {
            let (name, data) = event.split_once('\n')?;
            let data = data.strip_prefix("data: ")?;
            Some((
                name.strip_prefix("event: ")?.to_owned(),
                serde_json::from_str(data).unwrap(),
            ))
        });
        events.collect()
    }

    fn still_works(&self) {
        let (status, _, body) = self.get("/", "");
        assert!(status == 200 && body.contains("<title>"), "{status} {body}");
    }

    /// Stops it as Ctrl-C does.
    fn stop(mut self) -> Option<i32> {
        let id = self.process.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-INT", &id])
                .status()
                .unwrap()
                .success()
        );
        self.process.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn unchunked(mut body: &str) -> String {
    let mut whole = String::new();
    while let Some((size, rest)) = body.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap_or(0);
        if size == 0 || rest.len() < size {
            break;
        }
        whole.push_str(&rest[..size]);
        body = rest[size..].trim_start_matches("\r\n");
    }
    whole
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn run(state: &str, page: &str) -> String {
    format!("/api/run?page={page}&state={}", encoded(state))
}

fn scratch() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn every_page_is_served_with_a_policy_that_lets_nothing_else_in() {
    let folder = scratch();
    let server = Server::start(folder.path());
    for (path, kind) in [
        ("/", "text/html"),
        ("/lab", "text/html"),
        ("/lessons", "text/html"),
        ("/assets/page.js", "text/javascript"),
        ("/assets/page.css", "text/css"),
        ("/assets/colours.css", "text/css"),
        ("/explain?name=bdnf", "application/json"),
        ("/api/graph?name=affect", "application/json"),
        ("/api/bench", "application/json"),
        ("/api/catalogue", "application/json"),
    ] {
        let (status, head, _) = server.get(path, "");
        assert_eq!(status, 200, "{path}");
        assert!(
            head.contains(&format!("content-type: {kind}")),
            "{path}: {head}"
        );
        assert!(head.contains("script-src 'self'") && head.contains("default-src 'none'"));
        assert!(
            head.contains("nosniff")
                && !head.contains("set-cookie")
                && !head.contains("access-control")
        );
        assert!(!head.contains("unsafe-inline"));
    }
    let (status, _, body) = server.get("/explain?name=bdnff", "");
    assert!(status == 400 && body.contains("bdnf"), "{status} {body}");
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn strangers_are_refused() {
    let folder = scratch();
    let server = Server::start(folder.path());
    let here = format!("127.0.0.1:{}", server.port);
    for host in [
        "evil.example",
        "127.0.0.1",
        "localhost:1",
        &format!("{here}.evil.example"),
    ] {
        let (status, _, body) = server.get_as(&format!("Host: {host}\r\n"), "/api/catalogue");
        assert_eq!(status, 421, "{host}: {body}");
    }
    let (status, ..) = server.get_as("", "/");
    assert!(status == 400 || status == 421, "without a host: {status}");
    for foreign in [
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors\r\n",
    ] {
        let (status, head, _) = server.get("/api/catalogue", foreign);
        assert_eq!(status, 403, "{foreign}");
        assert!(!head.contains("access-control-allow"), "{head}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW"] {
        let answer = server.raw(
            format!("{method} / HTTP/1.1\r\nHost: {here}\r\nConnection: close\r\n\r\n").as_bytes(),
        );
        assert!(answer.starts_with("HTTP/1.1 405"), "{method}: {answer}");
    }
    let upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
    let answer = server.raw(
        format!("GET /api/run HTTP/1.1\r\nHost: {here}\r\n{upgrade}\r\n\u{1}\u{ff}garbage")
            .as_bytes(),
    );
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    server.still_works();
}

#[test]
fn no_path_and_no_name_leads_to_a_file_of_this_machine() {
    let folder = scratch();
    let server = Server::start(folder.path());
    std::fs::write(folder.path().join("secret.toml"), "title = \"the secret\"").unwrap();
    for path in [
        "/../secret.toml",
        "/%2e%2e/secret.toml",
        "/assets/../../Cargo.toml",
        "/assets/%2e%2e%2fsecret.toml",
        "/lessons/..%2f..%2fREADME",
        "/lessons/../architecture",
        "//etc/passwd",
        "/assets//etc/passwd",
        "/etc/passwd",
        "/secret.toml",
        "/lessons/%00",
        "/assets/page.js%00.css",
    ] {
        let (status, _, body) = server.get(path, "");
        assert!(status == 404 || status == 400, "{path}: {status}");
        assert!(
            !body.contains("secret") && !body.contains("root:"),
            "{path}: {body}"
        );
    }
    for name in ["./secret.toml", "secret.toml", "/etc/passwd", "../secret"] {
        let state = STATE.replacen("therapy-alone", name, 1);
        let events = server.events(&run(&state, "a"));
        assert_eq!(events.len(), 1, "{events:?}");
        let (event, data) = &events[0];
        let said = data.as_str().unwrap();
        assert!(
            event == "refused" && said.contains("there is no scenario"),
            "{event} {said}"
        );
        assert!(
            !said.contains("the secret") && !said.contains("root:"),
            "{said}"
        );
    }
    for state in [
        "",
        "{}",
        "[1,2",
        "null",
        "{\"scenarios\":5}",
        &STATE.replace(":8}", ":1e99}"),
        &STATE.replace(":8}", ":-1}"),
    ] {
        let (status, _, body) = server.get(&run(state, "a"), "");
        assert_eq!(status, 400, "{state}: {body}");
    }
    let far = STATE.replace(
        "\"people\"",
        "\"treatments\":{\"citalopram\":{\"dose\":-5.0,\"from\":1e300}},\"people\"",
    );
    let events = server.events(&run(&far, "a"));
    assert_eq!(events[0].0, "refused", "{events:?}");
    server.still_works();
}

#[test]
fn what_is_too_much_is_refused_while_the_page_goes_on() {
    let folder = scratch();
    let server = Server::start(folder.path());
    let here = format!("127.0.0.1:{}", server.port);
    // A body of a gigabyte is refused before it is sent.
    let mut stream = server.connect();
    write!(
        stream,
        "GET / HTTP/1.1\r\nHost: {here}\r\nContent-Length: 1000000000\r\n\r\n"
    )
    .unwrap();
    let block = vec![b'x'; 1 << 20];
    let sent = (0..1000)
        .take_while(|_| stream.write_all(&block).is_ok())
        .count();
    assert!(sent < 100, "{sent} MiB were taken");
    // A head without an end, and lines that are too long.
    let long = format!(
        "GET /{} HTTP/1.1\r\nHost: {here}\r\n\r\n",
        "a".repeat(100_000)
    );
    assert!(!server.raw(long.as_bytes()).contains("200 OK"));
    let many = format!(
        "GET / HTTP/1.1\r\nHost: {here}\r\n{}\r\n",
        "X: y\r\n".repeat(10_000)
    );
    assert!(!server.raw(many.as_bytes()).contains("200 OK"));
    // What is no request at all.
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00"[..],
        b"\0\0\0\0\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\r\n\r\n\r\n\xff\xfe\r\n\r\n",
    ] {
        let answer = server.raw(bytes);
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 4"),
            "{answer}"
        );
    }
    server.still_works();
}

#[test]
fn a_link_that_asks_for_too_much_is_answered_in_words() {
    let folder = scratch();
    let server = Server::start(folder.path());
    for (moved, said) in [
        (
            r#""treatments":{"positive-thinking":{"per_day":1e8}}"#,
            "0 to 1000",
        ),
        (
            r#""treatments":{"positive-thinking":{"per_day":1e18}}"#,
            "0 to 1000",
        ),
        (
            r#""inputs":{"rumination_allowed":1e8}"#,
            "rumination_allowed",
        ),
        (r#""inputs":{"rumination_allowed":1e300}"#, "1e9"),
    ] {
        let state = format!(
            r#"{{"scenarios":["no-treatment","strong-positive-thinking"],"accounts":["plasticity-window"],"people":16,{moved}}}"#
        );
        let events = server.events(&run(&state, "heavy"));
        let (event, words) = events.last().expect("the page hears something");
        assert_eq!(event, "refused", "{moved}");
        assert!(words.as_str().unwrap().contains(said), "{moved}: {words}");
        server.still_works();
    }
}

#[test]
fn idle_connections_that_have_asked_make_room_and_a_refusal_closes() {
    let folder = scratch();
    let server = Server::start(folder.path());
    let here = format!("127.0.0.1:{}", server.port);
    // Without `Connection: close`: it is the server that closes, or this would be read for ever.
    let began = Instant::now();
    let refused = server.raw(format!("GET /nothing HTTP/1.1\r\nHost: {here}\r\n\r\n").as_bytes());
    assert!(refused.starts_with("HTTP/1.1 404"), "{refused}");
    assert!(
        refused.to_lowercase().contains("connection: close"),
        "{refused}"
    );
    assert!(
        began.elapsed() < Duration::from_secs(8),
        "held for {:?}",
        began.elapsed()
    );
    let idle: Vec<TcpStream> = (0..300)
        .map(|_| {
            let mut stream = server.connect();
            let asked = format!("GET /lessons HTTP/1.1\r\nHost: {here}\r\n\r\n");
            stream.write_all(asked.as_bytes()).unwrap();
            let mut first = [0; 12];
            let _ = stream.read_exact(&mut first);
            stream
        })
        .collect();
    server.still_works();
    drop(idle);
}

#[test]
fn silent_and_slow_connections_hold_up_nobody() {
    let folder = scratch();
    let server = Server::start(folder.path());
    let mut slow = server.connect();
    slow.write_all(b"GET / HTTP/1.1\r\n").unwrap();
    let began = Instant::now();
    // As many as this process may hold open; a thousand where the machine lets it.
    let silent: Vec<TcpStream> = (0..1000)
        .map_while(|_| TcpStream::connect(("127.0.0.1", server.port)).ok())
        .collect();
    let opened = began.elapsed();
    let asked = Instant::now();
    drop(silent.first().map(|s| s.set_nonblocking(true)));
    let kept: Vec<TcpStream> = silent.into_iter().take(900).collect();
    server.still_works();
    println!(
        "{} silent connections in {opened:.1?}; the page was served after {:.1?} meanwhile",
        kept.len(),
        asked.elapsed()
    );
    assert!(kept.len() >= 500, "only {} connections", kept.len());
    // A page among a thousand silent connections comes within the time that a head may take; the rest is a busy machine.
    assert!(asked.elapsed() < Duration::from_secs(30));
    let mut rest = Vec::new();
    let _ = slow.read_to_end(&mut rest);
    let gone = began.elapsed();
    assert!(
        gone < Duration::from_secs(60),
        "the slow one was held for {gone:?}"
    );
    drop(kept);
    server.still_works();
}

#[test]
fn numbers_are_those_of_the_command_line() {
    let folder = scratch();
    let server = Server::start(folder.path());
    let moved = STATE.replace(
        "\"people\"",
        r#""couplings":{"serotonin_raises_bdnf":1.5,"drug_blunts":0.0},"treatments":{"citalopram":{"dose":40.0,"to":12.0}},"inputs":{"environment_shift":-0.1},"traits":{"age":55.0},"people""#,
    );
    for (number, state) in [STATE, &moved].into_iter().enumerate() {
        let path = format!("/api/files?state={}", encoded(state));
        let (status, _, body) = server.get(&path, "");
        assert_eq!(status, 200, "{body}");
        let files: Value = serde_json::from_str(&body).unwrap();
        let all = ["scenarios", "accounts"].map(|key| files[key].as_array().unwrap());
        let mut saved = 0;
        for file in all.into_iter().flatten() {
            if let Some(text) = file["text"].as_str() {
                std::fs::write(folder.path().join(file["file"].as_str().unwrap()), text).unwrap();
                saved += 1;
            }
        }
        assert_eq!(
            saved,
            4 * number,
            "nothing is saved where nothing was moved"
        );
        let command = files["command"].as_str().unwrap();
        let printed = Command::new(env!("CARGO_BIN_EXE_rewire"))
            .args(command.split(' ').skip(1))
            .args(["--json", "--quiet", "--force", "--output", "out"])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(
            printed.status.success(),
            "{}",
            String::from_utf8_lossy(&printed.stderr)
        );
        let printed: Value = serde_json::from_slice(&printed.stdout).unwrap();
        let events = server.events(&run(state, "a"));
        let names: Vec<&str> = events.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["answer", "done"]);
        assert_eq!(events[0].1["contrasts"], printed, "to the last digit");
    }
}

#[test]
fn a_storm_of_questions_ends_with_the_last_one_and_starves_nobody() {
    let folder = scratch();
    let server = Server::start(folder.path());
    let began = Instant::now();
    let asked = |step: usize| {
        let times = format!(
            "\"couplings\":{{\"serotonin_raises_bdnf\":{}.{}}},\"people\"",
            step / 100,
            step % 100
        );
        STATE.replace("\"people\"", &times).replace(":8}", ":200}")
    };
    let mut open = Vec::new();
    for step in 0..200 {
        let mut stream = server.connect();
        let path = run(&asked(step), "one-page");
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n",
            server.port
        )
        .unwrap();
        open.push(stream);
        if open.len() > 4 {
            open.remove(0);
        }
    }
    let stormed = began.elapsed();
    // Thirty-two other pages ask meanwhile, and each gets its answer.
    std::thread::scope(|scope| {
        for page in 0..32 {
            let server = &server;
            scope.spawn(move || {
                let events = server.events(&run(STATE, &format!("page-{page}")));
                assert_eq!(events.last().unwrap().0, "done");
            });
        }
    });
    println!(
        "200 questions in {stormed:.1?}; 32 other pages were answered within {:.1?}",
        began.elapsed()
    );
    drop(open);
    let events = server.events(&run(STATE, "one-page"));
    assert_eq!(events.last().unwrap().0, "done");
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn one_person_is_filmed_as_they_live_in_the_picture() {
    let folder = scratch();
    let server = Server::start(folder.path());
    let events = server.events(&run(STATE, "a"));
    let arm = &events[0].1["arms"][2];
    let seed = arm["seeds"][0].as_u64().unwrap();
    let path = format!(
        "/api/film?state={}&scenario=1&account=0&seed={seed}",
        encoded(STATE)
    );
    let film = &server.events(&path)[0].1;
    let severity = film["severity"].as_array().unwrap();
    let crowd = arm["crowd"][0].as_array().unwrap();
    assert_eq!(severity.len(), crowd.len());
    for (shown, lived) in crowd.iter().zip(severity) {
        // The crowd is in whole points.
        assert_eq!(shown.as_f64().unwrap(), lived.as_f64().unwrap().round());
    }
    assert!(film["spines"][0].as_u64().unwrap() > 0);
    let outside = path.replace("scenario=1", "scenario=7");
    assert_eq!(server.events(&outside)[0].0, "refused");
}
