/**
 * One lease an emperor: how it is got, kept, lost and taken over, and what the emperors of a fleet
 * see of each other by it. How it is safe stands in {@code docs/cluster.md}. Needs nothing of
 * Consul but K/V transactions.
 */
@NullMarked
package io.emperor.consul.lease;

import org.jspecify.annotations.NullMarked;
