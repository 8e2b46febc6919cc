//! A host that answers every request alike, and tells what it was asked.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// A server on a port of its own. It ends with the process.
#[derive(Clone, Debug)]
pub struct Upstream {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Upstream {
    /// Returns a server that sends this, a whole response as it is on the wire, and closes the connection.
    ///
    /// # Panics
    /// When there is no port for it.
    pub fn answering(response: &str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let listener = listener.unwrap_or_else(|error| panic!("no port for an upstream: {error}"));
        let address = listener.local_addr();
        let address = address.unwrap_or_else(|error| panic!("the upstream has no address: {error}"));
        let upstream = Self { address, asked: Arc::default() };
        let (answering, response) = (upstream.clone(), response.to_owned());
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                // Whatever ends a connection is seen by the gateway.
                let _ = answering.answer(client, &response);
            }
        });
        upstream
    }

    /// Returns where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns what it was asked since the last time: head and body of each request.
    pub fn take_asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn answer(&self, mut client: TcpStream, response: &str) -> io::Result<()> {
        let mut reader = BufReader::new(client.try_clone()?);
        let mut request = String::new();
        while reader.read_line(&mut request)? > 0 && !request.ends_with("\r\n\r\n") {}
        let length = request.lines().filter_map(|line| line.strip_prefix("Content-Length: "));
        let length = length.filter_map(|length| length.parse().ok()).next().unwrap_or(0);
        reader.take(length).read_to_string(&mut request)?;
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        client.write_all(response.as_bytes())
    }
}
