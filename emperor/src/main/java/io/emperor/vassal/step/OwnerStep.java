package io.emperor.vassal.step;

import io.emperor.config.UserConfig;
import io.emperor.config.VassalConfigReader;
import io.emperor.monitor.VassalSource;
import io.emperor.runtime.UnusableAppException;
import io.emperor.runtime.owner.Ownership;
import io.emperor.runtime.shared.PrivateCopies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out whom the vassal runs as, for an emperor with {@code --tyrant}: from here on, its files
 * are read with the rights of that user, its configuration from a copy.
 */
final class OwnerStep implements Step {

  private final boolean tyrant;
  private final VassalConfigReader configs;
  private final PrivateCopies copies;

  OwnerStep(StepContext context) {
    tyrant = context.tyrant();
    configs = context.configs();
    copies = context.copies();
  }

  @Override
  public String name() {
    return "owner";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation)
      throws UnusableAppException, IOException {
    VassalSource source = generation.source();
    if (!tyrant || source.conflict().isPresent()) {
      return DONE;
    }
    LoadedFiles files = generation.files();
    Path config = source.config().orElse(null);
    Path primary = config == null ? source.app().orElseThrow() : config;
    files.owner(primary, Ownership.ownerOf(primary));
    Ownership owned = Ownership.of(primary);
    files.owned(owned);
    UserConfig named = config == null ? UserConfig.NONE : named(generation, config);
    files.owned(owned.as(named.user(), named.group()));
    return DONE;
  }

  private UserConfig named(Generation generation, Path config)
      throws UnusableAppException, IOException {
    LoadedFiles files = generation.files();
    String name = generation.source().name() + "-" + generation.number();
    Path copy = copies.copy(config, name + "-" + config.getFileName(), files.copying());
    files.reads(config, files.copied(copy));
    return files.reader(configs).user(config);
  }

  @Override
  public CompletableFuture<Void> undo(Generation generation) {
    generation.files().copied().forEach(copies::delete);
    return DONE;
  }
}
