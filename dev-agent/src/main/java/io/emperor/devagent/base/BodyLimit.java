package io.emperor.devagent.base;

import java.util.Locale;

/**
 * How large a request may be.
 *
 * @param manual the page that tells of it
 * @param option the real agent's option that would raise it
 */
public record BodyLimit(int bytes, String manual, String option) {

  private static final String OLD_MANUAL = "https://www.consul.io/docs/agent/options.html";
  private static final String MANUAL =
      "https://developer.hashicorp.com/docs/agent/config/config-files";

  public static final BodyLimit GENERAL = new BodyLimit(1 << 20, OLD_MANUAL, "limits");
  public static final BodyLimit VALUE = new BodyLimit(512 << 10, OLD_MANUAL, "kv_max_value_size");
  public static final BodyLimit TRANSACTION =
      new BodyLimit(512 << 10, OLD_MANUAL, "txn_max_req_len");

  public BodyLimit of(ConsulProfile profile) {
    return profile.isModern() ? new BodyLimit(bytes, MANUAL, option) : this;
  }

  /** The complaint about a request that is larger, by a length that may be unknown. */
  public HttpError tooLarge(long length) {
    return new HttpError(
        413,
        String.format(
            Locale.ROOT,
            "Request body%s too large, max size: %d bytes. See %s#%s.",
            length < 0 ? "" : "(" + length + " bytes)",
            bytes,
            manual,
            option));
  }
}
