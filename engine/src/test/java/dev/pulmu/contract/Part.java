package dev.pulmu.contract;

import dev.pulmu.backend.Backend;

/** A part of the contract: tests that ask for nothing but the backend. */
interface Part {
  /** The backend under test. */
  Backend backend();
}
