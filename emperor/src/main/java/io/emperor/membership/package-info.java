/**
 * What an emperor does for programs that are no vassals: files that follow the cluster, executables
 * that are run for its events, keys that are sent to all nodes. {@link
 * io.emperor.membership.Membership} is all of it; what it consists of is in provisioning.
 */
@NullMarked
package io.emperor.membership;

import org.jspecify.annotations.NullMarked;
