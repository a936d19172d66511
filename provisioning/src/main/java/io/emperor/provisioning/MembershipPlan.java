package io.emperor.provisioning;

/**
 * What an emperor does for programs that are no vassals, as somebody has written it. Immutable.
 *
 * @param inputs what is provided, among it files that follow the cluster
 */
public record MembershipPlan(Inputs inputs) {}
