//! The other side, for tests: a web server that notes what it is posted, and a mail relay that notes what it is handed.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// What was posted.
#[derive(Debug, Clone)]
pub(crate) struct Posted {
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

/// A web server on this machine. `answer` says the status line of each request, or nothing to leave it without an answer.
pub(crate) fn web(
    answer: impl Fn(usize) -> Option<&'static str> + Send + 'static,
) -> (String, Receiver<Posted>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let (tell, told) = channel();
    std::thread::spawn(move || {
        let mut unanswered = Vec::new();
        for (count, stream) in listener.incoming().map_while(Result::ok).enumerate() {
            let Some(posted) = read(&stream) else { continue };
            let status = answer(count);
            if let Some(status) = status {
                let _ =
                    write!(&stream, "HTTP/1.1 {status}\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok");
            } else {
                unanswered.push(stream);
            }
            if tell.send(posted).is_err() {
                return;
            }
        }
    });
    (url, told)
}

fn read(stream: &TcpStream) -> Option<Posted> {
    let mut reader = BufReader::new(stream);
    let mut headers = BTreeMap::new();
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let mut body = vec![0; headers.get("content-length")?.parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    Some(Posted { headers, body: String::from_utf8(body).ok()? })
}

/// A mail relay on this machine: its port, and the letters that it was handed as they came.
pub(crate) fn relay() -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let Some(letter) = take_letter(&stream) else { continue };
            if tell.send(letter).is_err() {
                return;
            }
        }
    });
    (port, told)
}

/// One conversation (RFC 5321), as far as a client needs it.
fn take_letter(mut stream: &TcpStream) -> Option<String> {
    stream.write_all(b"220 relay\r\n").ok()?;
    let mut reader = BufReader::new(stream);
    let (mut letter, mut line) = (None, String::new());
    loop {
        line.clear();
        if reader.read_line(&mut line).ok()? == 0 {
            return letter;
        }
        let answer = match line.split_ascii_whitespace().next().unwrap_or_default() {
            "DATA" => {
                stream.write_all(b"354 go on\r\n").ok()?;
                let mut text = String::new();
                loop {
                    line.clear();
                    reader.read_line(&mut line).ok()?;
                    if line == ".\r\n" {
                        break;
                    }
                    text.push_str(&line);
                }
                letter = Some(text);
                "250 taken"
            }
            "QUIT" => {
                let _ = stream.write_all(b"221 bye\r\n");
                return letter;
            }
            _ => "250 ok",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).ok()?;
    }
}

/// What comes next, within a time that no working machine needs.
#[track_caller]
pub(crate) fn next<T>(told: &Receiver<T>) -> T {
    told.recv_timeout(Duration::from_secs(60)).unwrap()
}
