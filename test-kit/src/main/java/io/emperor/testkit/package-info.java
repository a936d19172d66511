/**
 * For the tests of those who write vassals: {@link io.emperor.testkit.EmperorTest} on a JUnit
 * class, or {@link io.emperor.testkit.TestCluster} and {@link io.emperor.testkit.RunningVassal}
 * anywhere else, run a vassal from the class path with a Consul-compatible agent of its own, in
 * some milliseconds.
 */
@NullMarked
package io.emperor.testkit;

import org.jspecify.annotations.NullMarked;
