package io.emperor.provisioning;

import io.emperor.provisioning.handler.HandlersPlan;
import io.emperor.provisioning.update.DistributionPlan;
import java.util.Optional;

/**
 * What an emperor does for programs that are no vassals, as somebody has written it. Immutable.
 *
 * @param inputs what is provided, among it files that follow the cluster
 * @param handlers executables that are run for the cluster's events
 * @param distribution keys that are sent to all nodes
 */
public record MembershipPlan(
    Inputs inputs, Optional<HandlersPlan> handlers, Optional<DistributionPlan> distribution) {}
