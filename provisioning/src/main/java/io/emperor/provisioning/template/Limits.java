package io.emperor.provisioning.template;

import java.time.Duration;

/**
 * How far a render goes.
 *
 * @param output characters of output, of all parts together
 * @param made characters of all texts and entries of all lists that are made on the way
 * @param steps turns of loops, branches and calls
 * @param depth how deep bodies of loops, branches, macros and other files are in each other
 * @param asked different things that are asked of Consul: each is a watch of its own
 */
record Limits(int output, long made, long steps, int depth, int asked, Duration time) {

  static final Limits USUAL =
      new Limits(16 << 20, 64 << 20, 5_000_000, 200, 200, Duration.ofSeconds(10));
}
