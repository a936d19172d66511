package io.emperor.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.SafeText;
import io.emperor.provisioning.commit.Outcome;
import io.emperor.provisioning.credential.Credentials;
import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.template.Lookups;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What a program is given as files: its credentials, and what is rendered. For one thread, but for
 * {@link #credentials}.
 */
final class DeliveredFiles implements AutoCloseable {

  /** The variable by which a program finds its credentials, as systemd calls it. */
  static final String CREDENTIALS = "CREDENTIALS_DIRECTORY";

  private final Map<String, String> environment;
  private final Credentials credentials;
  private final TemplateSet templates;

  /**
   * Looks at nothing yet.
   *
   * @param thread what takes time is done on it
   * @param changed told that something else would be given now; must not block
   */
  DeliveredFiles(
      Inputs inputs, Surroundings surroundings, ScheduledExecutorService thread, Runnable changed) {
    environment = surroundings.environment();
    credentials =
        new Credentials(
            inputs.credentials().all(),
            surroundings.cluster(),
            surroundings.credentials(),
            Clock.systemUTC(),
            thread,
            changed);
    templates =
        new TemplateSet(
            inputs,
            new Lookups(
                surroundings.cluster(),
                changed,
                surroundings.stores().map(Surroundings.Stores::answers)),
            surroundings.files());
  }

  void open() {
    credentials.open();
  }

  Credentials credentials() {
    return credentials;
  }

  /** Whether there are any that are rendered. */
  boolean areRendered() {
    return !templates.isEmpty();
  }

  /**
   * Looks at the credentials, and renders.
   *
   * @param variables what the program is given in its environment
   * @return what they wait for, a line each without any value; empty if all are there
   */
  List<String> look(ObjectNode values, Map<String, String> variables) {
    List<String> wrong = new ArrayList<>(credentials.look());
    Map<String, String> all = new HashMap<>(environment);
    credentials.directory().ifPresent(path -> all.put(CREDENTIALS, path.toString()));
    all.putAll(variables);
    wrong.addAll(templates.render(values, all));
    return wrong;
  }

  /** What is to be done about those that are not as they were put in place. */
  Set<OnChange> due() {
    Set<OnChange> due = new LinkedHashSet<>(templates.due());
    if (credentials.isChanged()) {
      due.add(OnChange.RELOAD);
    }
    return due;
  }

  /** The revision that they are of, with these values. */
  String revision(ObjectNode values) {
    return Revision.of(values, templates.rendered(), credentials.files());
  }

  /** Leaves them to somebody else, who puts them in place. */
  void leave() {
    templates.leave();
    credentials.leave();
  }

  /**
   * Puts them in place.
   *
   * @param wrong takes why they can't be
   * @return whether they are
   */
  boolean put(List<String> wrong) throws InterruptedException {
    try {
      credentials.put();
    } catch (IOException e) {
      wrong.add("the credentials can't be put in place: " + SafeText.of(e));
      return false;
    }
    if (areRendered() && templates.put() instanceof Outcome.Refused refused) {
      wrong.add(refused.reason());
      return false;
    }
    return true;
  }

  /** Has what there is kept for the time after a restart. */
  void keep() {
    templates.keep();
    credentials.keep();
  }

  @Override
  public void close() {
    templates.close();
    credentials.close();
  }
}
