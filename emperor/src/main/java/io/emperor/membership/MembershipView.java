package io.emperor.membership;

import io.emperor.provisioning.InputsView;

/**
 * How it stands, for people. Immutable.
 *
 * @param inputs what is provided, among it files that follow the cluster
 * @param handlers whether events have handlers
 * @param handled so many events were taken since the start
 * @param distributes what is sent to all nodes; empty for nothing
 * @param distributing whether this is the emperor that sends it
 */
public record MembershipView(
    InputsView inputs, boolean handlers, long handled, String distributes, boolean distributing) {}
