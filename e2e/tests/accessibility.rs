//! Nobody is shut out.
