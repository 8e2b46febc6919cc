//! What is read of the samples, and of answers that are mangled.
