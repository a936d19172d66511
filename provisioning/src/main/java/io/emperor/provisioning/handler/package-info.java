/**
 * Handlers of serf's events: what an agent tells is described as the agent has it, and the
 * executables of a node's roles are run with it, whichever way it came.
 */
@NullMarked
package io.emperor.provisioning.handler;

import org.jspecify.annotations.NullMarked;
