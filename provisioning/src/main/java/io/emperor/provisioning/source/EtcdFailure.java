package io.emperor.provisioning.source;

import io.emperor.base.SafeText;
import java.time.Duration;

/** An etcd did not answer as it should. The message goes on after its name, and has no value. */
final class EtcdFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean isAway;
  private final boolean isLate;

  private EtcdFailure(String why, boolean isAway, boolean isLate) {
    super(why);
    this.isAway = isAway;
    this.isLate = isLate;
  }

  static EtcdFailure away(String why) {
    return new EtcdFailure(why, true, false);
  }

  static EtcdFailure refused(String why) {
    return new EtcdFailure(why, false, false);
  }

  static EtcdFailure content(String why) {
    return new EtcdFailure(why, false, false);
  }

  static EtcdFailure unreadable() {
    return refused("answers what can't be read; is it an etcd?");
  }

  static EtcdFailure late(Duration limit) {
    return new EtcdFailure("does not answer within " + limit.toSeconds() + " s", true, true);
  }

  static EtcdFailure of(Throwable failure) {
    return failure instanceof LimitedBody.TooLongException
        ? content("has more than 64 MiB below the prefix; name a longer one")
        : away("does not answer (" + SafeText.of(failure) + ")");
  }

  /** Whether it will be over by itself: it is not there, or has no leader. */
  boolean isAway() {
    return isAway;
  }

  boolean isLate() {
    return isLate;
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
