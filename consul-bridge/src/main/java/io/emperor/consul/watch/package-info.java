/**
 * Reads that go on: {@code BlockingQueries} asks one {@code BlockingQuery} for each {@code Query};
 * {@code ReadCache} and {@code ListenerWatch} live on their answers.
 */
@NullMarked
package io.emperor.consul.watch;

import org.jspecify.annotations.NullMarked;
