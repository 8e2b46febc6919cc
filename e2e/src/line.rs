//! The line between a browser and the gateway, which can lose answers and knows what was asked.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use simulator::Gate;
use socket2::SockRef;

/// What the paths of the console's second part have in them.
pub const SECOND_PART: &str = "split_later";

/// A relay in front of a server that answers one request for each connection. It ends with the process;
/// nothing comes to it once its browser is closed.
#[derive(Clone)]
pub struct Line {
    address: SocketAddr,
    losing: Arc<AtomicBool>,
    cut: Arc<Mutex<Option<String>>>,
    held: Arc<Mutex<Option<(String, Gate)>>>,
    answers: Arc<Mutex<BTreeMap<String, String>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Line {
    /// Returns a line to a server.
    ///
    /// # Panics
    /// When there is no port for it.
    pub fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let listener = listener.unwrap_or_else(|error| panic!("no port for the line: {error}"));
        let address = listener.local_addr();
        let address = address.unwrap_or_else(|error| panic!("the line has no address: {error}"));
        let losing = Arc::new(AtomicBool::new(false));
        let (cut, held, answers, asked) = (Arc::default(), Arc::default(), Arc::default(), Arc::default());
        let line = Self { address, losing, cut, held, answers, asked };
        let relaying = line.clone();
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let relaying = relaying.clone();
                // Whatever ends a connection is seen by the browser, which is what this is about.
                thread::spawn(move || relaying.relay(client, server));
            }
        });
        line
    }

    /// Returns where browsers find it.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on a connection is reset when the answer to a `POST` begins to arrive.
    pub fn lose_answers(&self) {
        self.losing.store(true, Ordering::SeqCst);
    }

    /// From now on a connection that asks for this path is reset, and what was asked gets no further; with no path,
    /// none is.
    pub fn cut(&self, path: Option<&str>) {
        *self.cut.lock().unwrap_or_else(PoisonError::into_inner) = path.map(str::to_owned);
    }

    /// From now on what is asked for by a path with this in it waits at the gate before it gets any further.
    pub fn hold(&self, part_of_path: &str, gate: &Gate) {
        let held = (part_of_path.to_owned(), gate.clone());
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(held);
    }

    /// From now on this is what comes when a path is asked for, in place of the server's answer: a whole response as it
    /// is on the wire.
    pub fn answer(&self, path: &str, response: &str) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.insert(path.to_owned(), response.to_owned());
    }

    /// From now on all answers are the server's again.
    pub fn answer_nothing(&self) {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Returns what was asked for so far: the method and the path of each request.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn relay(&self, mut client: TcpStream, server: SocketAddr) -> io::Result<()> {
        let mut reader = BufReader::new(client.try_clone()?);
        let mut head = String::new();
        while reader.read_line(&mut head)? > 0 && !head.ends_with("\r\n\r\n") {}
        let [method, target, _] = head.splitn(3, ' ').collect::<Vec<_>>()[..] else { return Ok(()) };
        let path = target.split('?').next().unwrap_or_default();
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{method} {path}"));
        let mut body = vec![0; body_length(&head)];
        reader.read_exact(&mut body)?;
        if self.cut.lock().unwrap_or_else(PoisonError::into_inner).as_deref() == Some(path) {
            return reset(&client);
        }
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, gate)) = held.filter(|(part, _)| path.contains(part)) {
            gate.wait();
        }
        let answer = self.answers.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        if let Some(answer) = answer {
            return client.write_all(answer.as_bytes());
        }
        let mut server = TcpStream::connect(server)?;
        server.write_all(head.as_bytes())?;
        server.write_all(&body)?;
        let mut beginning = [0; 1024];
        let length = server.read(&mut beginning)?;
        if method == "POST" && self.losing.load(Ordering::SeqCst) {
            return reset(&client);
        }
        client.write_all(&beginning[..length])?;
        io::copy(&mut server, &mut client)?;
        Ok(())
    }
}

/// Returns how many bytes of body a request announces; browsers send no chunks.
fn body_length(head: &str) -> usize {
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    let mut lengths = lines.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    lengths.next().and_then(|(_, length)| length.trim().parse().ok()).unwrap_or(0)
}

/// Has the connection end with a reset when it is dropped.
fn reset(client: &TcpStream) -> io::Result<()> {
    SockRef::from(client).set_linger(Some(Duration::ZERO))
}
