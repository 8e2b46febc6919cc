//! The line between a browser and the gateway, which can lose answers and knows what was asked.

use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use simulator::Gate;
use simulator::http::{Connection, Head, Limits};

/// A relay in front of a server that answers one request for each connection. It ends with the process;
/// nothing comes to it once its browser is closed.
pub struct Line {
    address: SocketAddr,
    losing: Arc<AtomicBool>,
    cut: Arc<Mutex<Option<String>>>,
    held: Arc<Mutex<Option<(String, Gate)>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Line {
    /// A line to a server.
    ///
    /// # Panics
    /// When there is no port for it.
    pub fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let listener = listener.unwrap_or_else(|error| panic!("no port for the line: {error}"));
        let address = listener.local_addr();
        let address = address.unwrap_or_else(|error| panic!("the line has no address: {error}"));
        let losing = Arc::new(AtomicBool::new(false));
        let cut = Arc::default();
        let held = Arc::default();
        let asked = Arc::default();
        let line = Self {
            address,
            losing: Arc::clone(&losing),
            cut: Arc::clone(&cut),
            held: Arc::clone(&held),
            asked: Arc::clone(&asked),
        };
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let (losing, cut, asked) = (Arc::clone(&losing), Arc::clone(&cut), Arc::clone(&asked));
                let held = Arc::clone(&held);
                // Whatever ends a connection is seen by the browser, which is what this is about.
                thread::spawn(move || relay(client, server, &losing, &cut, &held, &asked));
            }
        });
        line
    }

    /// Where browsers find it.
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

    /// What was asked for so far: the method and the path of each request.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn relay(
    client: TcpStream,
    server: SocketAddr,
    losing: &AtomicBool,
    cut: &Mutex<Option<String>>,
    held: &Mutex<Option<(String, Gate)>>,
    asked: &Mutex<Vec<String>>,
) -> io::Result<()> {
    let mut client = Connection::new(client, Limits::default());
    let Ok(Some(head)) = client.read_head() else { return Ok(()) };
    asked.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{} {}", head.method, head.path()));
    let Ok(body) = client.read_body(&head) else { return Ok(()) };
    if cut.lock().unwrap_or_else(PoisonError::into_inner).as_deref() == Some(head.path()) {
        client.reset();
        return Ok(());
    }
    let held = held.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((_, gate)) = held.filter(|(part, _)| head.path().contains(part)) {
        gate.wait();
    }
    let mut server = TcpStream::connect(server)?;
    server.write_all(written(&head).as_bytes())?;
    server.write_all(&body)?;
    let mut beginning = [0; 1024];
    let length = server.read(&mut beginning)?;
    if head.method == "POST" && losing.load(Ordering::SeqCst) {
        client.reset();
        return Ok(());
    }
    client.stream().write_all(&beginning[..length])?;
    io::copy(&mut server, client.stream())?;
    client.close();
    Ok(())
}

fn written(head: &Head) -> String {
    let mut text = format!("{} {} HTTP/1.1\r\n", head.method, head.target);
    for (name, value) in &head.headers {
        // Writing to a string does not fail.
        let _ = write!(text, "{name}: {value}\r\n");
    }
    text + "\r\n"
}
