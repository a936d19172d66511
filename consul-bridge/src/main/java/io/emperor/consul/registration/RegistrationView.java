package io.emperor.consul.registration;

import io.emperor.consul.settings.AgentAddress;

/**
 * How it stands with one registration at a moment. Immutable.
 *
 * @param agent where the service is registered, or is to be
 * @param confirmed whether that agent has confirmed it as it should be now
 * @param maintenance whether it was told to be in maintenance mode
 * @param trouble one line: what keeps it from being confirmed, or its heartbeats from being taken,
 *     and what to do; empty if nothing does
 */
public record RegistrationView(
    AgentAddress agent, boolean confirmed, boolean maintenance, String trouble) {}
