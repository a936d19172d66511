package io.emperor.test.apps;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Objects;

/** Answers every request with the subject of its certificate. */
public final class Certified implements Vassal {

  @Override
  public void start(VassalContext context) throws IOException, CertificateException {
    String directory = Objects.requireNonNull(context.settings().get("credentials.directory"));
    try (InputStream in = Files.newInputStream(Path.of(directory, "tls.crt"))) {
      X509Certificate own =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      context.serve("/*", new Answer(own.getSubjectX500Principal().getName()));
    }
  }

  /** Says by which scheme it was asked, too. */
  static final class Answer extends Web.Answer {
    private static final long serialVersionUID = 1L;

    Answer(String text) {
      super(text);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setHeader("Scheme", request.getScheme());
      super.doGet(request, response);
    }
  }
}
