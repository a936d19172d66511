package io.emperor.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/** Believes what a proxy says about a request, where the app behind the port wants it so. */
final class TrustedProxies implements HttpConfiguration.Customizer {

  private final HttpConfiguration.Customizer forwarded = new ForwardedRequestCustomizer();

  @Override
  public Request customize(Request request, HttpFields.Mutable answer) {
    ServletApp app = PortEndPoint.of(request).port().app();
    return app != null && app.trustsProxy() ? forwarded.customize(request, answer) : request;
  }
}
