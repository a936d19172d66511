/**
 * Vassals whose configurations are keys in Consul: {@code ConsulVassals} mirrors the keys of each
 * {@code ConsulPrefix} into a directory that the monitor watches like any other, and {@code
 * KeyedFiles} writes them.
 */
@NullMarked
package io.emperor.daemon.keyed;

import org.jspecify.annotations.NullMarked;
