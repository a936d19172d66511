package io.emperor.provisioning.membership;

import io.emperor.provisioning.program.OnChange;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * What becomes of HAProxy when its files change.
 *
 * @param socket of its runtime API; without one, each change of a file is an {@code onChange}
 * @param slots how many a new backend has, 1 or more
 * @param onChange what has HAProxy read its files anew
 */
public record HaproxyPlan(Optional<SocketAddress> socket, int slots, OnChange onChange) {}
