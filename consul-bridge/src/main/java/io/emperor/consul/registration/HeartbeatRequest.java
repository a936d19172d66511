package io.emperor.consul.registration;

import io.emperor.api.Health;

/**
 * A heartbeat as it is sent, kept because the next one mostly says the same. Not changed once made.
 *
 * @param health what it says
 * @param what it is, in words
 * @param path where it is put
 * @param json what is put there
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HeartbeatRequest(Health health, String what, String path, byte[] json) {}
