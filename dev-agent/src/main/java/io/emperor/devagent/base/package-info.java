/**
 * What every part of the agent needs: which Consul it is like, how it refuses, how much memory it
 * may take, and the time.
 */
@NullMarked
package io.emperor.devagent.base;

import org.jspecify.annotations.NullMarked;
