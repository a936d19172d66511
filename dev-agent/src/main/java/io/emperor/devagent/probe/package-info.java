/** Checks that the agent makes itself, over HTTP and TCP, without a thread for each. */
@NullMarked
package io.emperor.devagent.probe;

import org.jspecify.annotations.NullMarked;
