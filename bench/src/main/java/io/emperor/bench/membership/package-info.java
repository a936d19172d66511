/** What it takes to follow a cluster's members: files, HAProxy's slots and published keys. */
@NullMarked
package io.emperor.bench.membership;

import org.jspecify.annotations.NullMarked;
