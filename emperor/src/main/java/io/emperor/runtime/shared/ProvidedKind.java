package io.emperor.runtime.shared;

import io.emperor.api.Vassal;
import io.emperor.http.ServletApp;
import java.util.Optional;

/**
 * A jar with a provider of {@link Vassal}, which declares its servlets itself.
 *
 * @param type the provider, not initialized
 */
record ProvidedKind(Class<? extends Vassal> type) implements AppKind {

  @Override
  public Vassal vassal() throws Exception {
    return type.getConstructor().newInstance();
  }

  @Override
  public Optional<ServletApp> servlets(
      LaunchContext context, VassalClassLoader loader, AppThreads threads) {
    return context.seal().map(declared -> ServletApp.of(context.name(), declared, loader, threads));
  }
}
