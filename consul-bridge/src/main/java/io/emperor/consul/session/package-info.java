/**
 * Sessions that apps create and that are kept alive for as long as the app is there: {@code
 * AppSessions} has one {@code SessionRenewal} for each, whose {@code SessionLifetime} is never
 * longer than Consul's.
 */
@NullMarked
package io.emperor.consul.session;

import org.jspecify.annotations.NullMarked;
