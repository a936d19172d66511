package io.emperor.vassal.status;

import io.emperor.api.Health;
import io.emperor.config.secret.Secrets;

/**
 * What Consul shows of a service to everybody: words of apps, programs and operators, without what
 * is secret. All that is told of a vassal's health, in Consul, in the log and at the admin
 * endpoint, has been here.
 */
public final class CheckOutput {

  private CheckOutput() {}

  /** The same, said so that everybody may read it. */
  public static Health of(Health said) {
    return new Health(said.status(), of(said.note()));
  }

  /** The same, said so that everybody may read it. */
  public static String of(String words) {
    return Secrets.maskedIn(words);
  }
}
