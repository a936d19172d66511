/**
 * Everything that talks to Consul: agents, registration, heartbeats, reads, K/V, sessions, watches.
 * The emperor says what should be registered; this package makes it so and keeps it so. {@link
 * io.emperor.consul.ConsulBridge} puts it together, out of five parts:
 *
 * <ul>
 *   <li><b>Requests.</b> {@code AgentSettingsResolver} finds out where the agents are and who asks;
 *       {@code AgentHttp} sends; {@code FailOver} chooses the agent by a {@code Route}; {@code
 *       Failures} says what a failure means.
 *   <li><b>Registration.</b> The {@code Registry} holds a {@code DesiredService} for each service
 *       ID, with its {@code Pin} and its {@code Heartbeat}, which goes over a {@code BeatLine} in a
 *       {@code Rhythm} that all share. Each agent is a {@code Station} with a {@code Reconciler},
 *       and {@code Stations} knows which of them is in use.
 *   <li><b>Live reads.</b> {@code LiveQueries} asks one {@code LiveQuery} for each {@code
 *       Question}; {@code StaleViews} and {@code ListenerWatch} live on their answers.
 *   <li><b>What apps call.</b> {@code AppConsul} answers with {@code Discovery}, {@code KeyValues}
 *       and {@code Sessions}; {@code OwnSessions} keeps those with a TTL alive, each by a {@code
 *       Lease}.
 *   <li><b>What operators see.</b> {@code Overview} tells what is known of agents and
 *       registrations, {@code Inspector} looks at a service, {@code Meters} counts, {@code Pulse}
 *       knows which loops hang.
 * </ul>
 */
@NullMarked
package io.emperor.consul;

import org.jspecify.annotations.NullMarked;
