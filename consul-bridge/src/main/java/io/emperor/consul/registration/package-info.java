/**
 * What should be registered, and the work of making it so. The {@code Registry} holds a {@code
 * DesiredService} for each service ID, with its {@code Placement} and its {@code Heartbeat}, which
 * goes over a {@code HeartbeatClient}. Each agent is an {@code AgentConnection} with a {@code
 * Reconciler}, and {@code Agents} knows which of them is in use.
 */
@NullMarked
package io.emperor.consul.registration;

import org.jspecify.annotations.NullMarked;
