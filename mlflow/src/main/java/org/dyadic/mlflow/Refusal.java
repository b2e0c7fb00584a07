package org.dyadic.mlflow;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow_project.google.protobuf.InvalidProtocolBufferException;

/** What the user is told when a server did not do as it was asked: one line. */
final class Refusal {
  private static final int LONGEST = 300;

  private Refusal() {}

  static IOException of(URI server, MlflowClientException thrown) {
    if (thrown instanceof MlflowHttpException http) {
      return new IOException("%s refused: %s".formatted(server, said(http)), thrown);
    }
    Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
    return switch (cause) {
      case InvalidProtocolBufferException _ ->
          new IOException("%s does not answer as an MLflow server".formatted(server), thrown);
      case UnknownHostException _ ->
          new IOException("cannot reach %s: no such host".formatted(server), thrown);
      case IOException e ->
          new IOException("cannot reach %s: %s".formatted(server, reason(e)), thrown);
      default -> new IOException("%s: %s".formatted(server, reason(cause)), thrown);
    };
  }

  private static String said(MlflowHttpException thrown) {
    String status = thrown.getStatusCode() + " " + thrown.getReasonPhrase();
    String message = message(thrown.getBodyMessage());
    return message.isEmpty()
        ? status.strip() + " (is it an MLflow tracking server?)"
        : status.strip() + ", " + message;
  }

  /** The message of MLflow's error object; empty if the body is none. */
  private static String message(String body) {
    try {
      JsonNode error = JsonMapper.builder().build().readTree(body == null ? "" : body);
      return oneLine(error.path("message").asText(error.path("error_code").asText()));
    } catch (JacksonException e) {
      return "";
    }
  }

  /** The innermost cause has the system's words. */
  private static String reason(Throwable thrown) {
    Throwable innermost = thrown;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return oneLine(innermost.getMessage() == null ? innermost.toString() : innermost.getMessage());
  }

  private static String oneLine(String text) {
    String line = text.strip().lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
