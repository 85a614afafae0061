//! The binary from outside: what a person types, what comes back, and what is written.

mod claims;
mod design;
mod desk;
mod hostile;
mod lab;
mod qualify;
mod resume;
mod sensitivity;
mod spikes;
mod usual;
mod weeks;
mod words;
