/**
 * What a program needs before it starts: sources are merged into a snapshot, schemas say whether it
 * is complete, rules hand it to handlers. It knows Consul and processes by interfaces of its own.
 */
@NullMarked
package io.emperor.provisioning;

import org.jspecify.annotations.NullMarked;
