/**
 * A client of serf's RPC: who is in the cluster, events and queries that go round in it. {@link
 * io.emperor.serf.SerfClient} is one connection, {@link io.emperor.serf.SerfFollower} one that
 * lives.
 */
@NullMarked
package io.emperor.serf;

import org.jspecify.annotations.NullMarked;
