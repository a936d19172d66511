package io.emperor.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.SafeText;
import io.emperor.provisioning.commit.FileCommit;
import io.emperor.provisioning.commit.Outcome;
import io.emperor.provisioning.commit.RenderedFile;
import io.emperor.provisioning.credential.Credentials;
import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.template.Lookups;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

/**
 * What a program is given as files: its credentials, and as one unit what its templates become and
 * what follows the cluster; but a file with lines of others by itself, so that neither keeps the
 * other from being written. For one thread, but for {@link #credentials}.
 */
final class DeliveredFiles implements AutoCloseable {

  /** The variable by which a program finds its credentials, as systemd calls it. */
  static final String CREDENTIALS = "CREDENTIALS_DIRECTORY";

  private final Map<String, String> environment;
  private final Credentials credentials;
  private final TemplateSet templates;
  private final Optional<FollowedFiles> followed;
  private final FileCommit commit;
  private List<RenderedFile> rendered = List.of();
  private Map<Path, byte[]> placed = Map.of();

  /**
   * Looks at nothing yet.
   *
   * @param thread what takes time is done on it
   * @param changed told that something else would be given now; must not block
   */
  DeliveredFiles(
      Inputs inputs, Surroundings surroundings, ScheduledExecutorService thread, Runnable changed) {
    environment = surroundings.environment();
    commit = surroundings.files();
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
                surroundings.stores().map(Surroundings.Stores::answers)));
    followed =
        inputs
            .files()
            .map(
                plan ->
                    new FollowedFiles(
                        plan,
                        commit.vassal(),
                        inputs.hasSerf() ? Optional.empty() : Optional.of(surroundings.cluster()),
                        changed));
  }

  void open() {
    credentials.open();
    followed.ifPresent(FollowedFiles::open);
  }

  Credentials credentials() {
    return credentials;
  }

  /** Whether there are any that are rendered. */
  boolean areRendered() {
    return !templates.isEmpty() || followed.isPresent();
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
    followed.ifPresent(files -> wrong.addAll(files.look(values)));
    rendered =
        Stream.concat(
                templates.rendered().stream(),
                followed.stream().flatMap(files -> files.rendered().stream()))
            .toList();
    return wrong;
  }

  /** What is to be done about those that are not as they were put in place, each once. */
  Set<OnChange> due() {
    Set<OnChange> due = new LinkedHashSet<>();
    for (RenderedFile file : rendered) {
      byte[] before = placed.get(file.plan().destination());
      if (!Arrays.equals(file.content(), before)) {
        due.add(file.plan().onChange());
      }
    }
    if (credentials.isChanged()) {
      due.add(OnChange.RELOAD);
    }
    return due;
  }

  /** The revision that they are of, with these values. */
  String revision(ObjectNode values) {
    return Revision.of(values, rendered, credentials.files());
  }

  /** Leaves them to somebody else, who puts them in place. */
  void leave() {
    place();
    credentials.leave();
  }

  private void place() {
    Map<Path, byte[]> now = new HashMap<>();
    rendered.forEach(file -> now.put(file.plan().destination(), file.content()));
    placed = now;
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
    if (areRendered()) {
      List<RenderedFile> own = new ArrayList<>();
      List<RenderedFile> shared = new ArrayList<>();
      rendered.forEach(file -> (isShared(file) ? shared : own).add(file));
      boolean isShared = put(shared, wrong); // at once, as others write there, too
      if (!put(own, wrong) || !isShared) {
        return false;
      }
      place();
    }
    return true;
  }

  private boolean isShared(RenderedFile file) {
    return followed.filter(files -> files.isShared(file.plan().destination())).isPresent();
  }

  private boolean put(List<RenderedFile> unit, List<String> wrong) throws InterruptedException {
    if (commit.commit(unit) instanceof Outcome.Refused refused) {
      wrong.add(refused.reason());
      return false;
    }
    return true;
  }

  /** What is to be done besides, now that they are in place. */
  Set<OnChange> settle() {
    return followed.map(FollowedFiles::settle).orElse(Set.of());
  }

  /** Whether nothing of {@link #settle} is left to look at again some seconds later. */
  boolean isSettled() {
    return followed.map(FollowedFiles::isSettled).orElse(true);
  }

  /** Why some that follow the cluster can't be written, or may be old: a line each. */
  List<String> troubles() {
    return followed.map(FollowedFiles::troubles).orElse(List.of());
  }

  /** Who is not in those that follow the cluster, which was told of: a line each. */
  List<String> leftOut() {
    return followed.map(FollowedFiles::leftOut).orElse(List.of());
  }

  /** Which services there are in those that follow the cluster; empty if there are none. */
  Optional<List<InputsView.Service>> services() {
    return followed.map(FollowedFiles::services);
  }

  /** Has what there is kept for the time after a restart. */
  void keep() {
    templates.keep();
    credentials.keep();
  }

  @Override
  public void close() {
    templates.close();
    followed.ifPresent(FollowedFiles::close);
    credentials.close();
  }
}
