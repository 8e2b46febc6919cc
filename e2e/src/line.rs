//! The line between a browser and the gateway, which can lose answers.

use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use simulator::http::{Connection, Head, Limits};

/// A relay in front of a server that answers one request for each connection. It ends with the process;
/// nothing comes to it once its browser is closed.
pub struct Line {
    address: SocketAddr,
    losing: Arc<AtomicBool>,
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
        let line = Self { address, losing: Arc::clone(&losing) };
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let losing = Arc::clone(&losing);
                // Whatever ends a connection is seen by the browser, which is what this is about.
                thread::spawn(move || relay(client, server, &losing));
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
}

fn relay(client: TcpStream, server: SocketAddr, losing: &AtomicBool) -> io::Result<()> {
    let mut client = Connection::new(client, Limits::default());
    let Ok(Some(head)) = client.read_head() else { return Ok(()) };
    let Ok(body) = client.read_body(&head) else { return Ok(()) };
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
