package org.dyadic.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page around the data, without a browser. */
class HtmlReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of dist/d3.min.js in the npm package d3 7.9.2, whose own sha512 begins with ZKb/mONPVKza. */
  private static final String D3_SHA256 =
      "912111098ea99503a6f4967361d2bbdc9dbf58cf9c678c8e27e5b02d1a07f0c1";

  private static final String HOSTILE =
      "</script><script>hacked=1</script><!-- & {{data}} $1 ' \u2028";

  @Test
  void theLibraryIsTheOneThatWasReleased() throws Exception {
    byte[] library = HtmlReport.resource("d3.min.js").getBytes(StandardCharsets.UTF_8);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(library);
    assertEquals(D3_SHA256, HexFormat.of().formatHex(digest));
  }

  @Test
  void theLibraryComesWithItsLicence() throws IOException {
    String licence = HtmlReport.resource("d3.LICENSE.txt");
    Path root = Path.of("").toAbsolutePath().getParent();
    assertEquals(Files.readString(root.resolve("licenses/d3.txt")), licence);
    assertTrue(Files.readString(root.resolve("NOTICE")).contains(D3_SHA256.substring(0, 12)));
    assertTrue(page("title").contains(licence));
  }

  private static String page(String title) {
    ObjectNode json = JSON.createObjectNode().put("title", title);
    json.putArray("runs").addObject().put("name", title);
    return HtmlReport.page(new ReportData(json));
  }

  @Test
  void noNameCanBecomeMarkup() throws IOException {
    String harmless = page("harmless");
    String hostile = page(HOSTILE);
    assertFalse(hostile.contains("<script>hacked"), "a script from a name");
    for (String tag : new String[] {"<script", "</script", "<!--"}) {
      assertEquals(harmless.split(tag, -1).length, hostile.split(tag, -1).length, tag);
    }
    Matcher data =
        Pattern.compile("<script type=\"application/json\" id=\"data\">([^<]*)</script>")
            .matcher(hostile);
    assertTrue(data.find());
    assertEquals(HOSTILE, JSON.readTree(data.group(1)).path("title").asText());
  }

  @Test
  void thePolicyAllowsTheScriptsOfThePageAndNothingElse() throws Exception {
    String page = page("title");
    Matcher policy =
        Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"").matcher(page);
    assertTrue(policy.find());
    String allowed = policy.group(1);
    assertTrue(allowed.startsWith("default-src 'none'; "), allowed);
    assertFalse(allowed.contains("unsafe"), allowed);
    Matcher scripts = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(page);
    int count = 0;
    while (scripts.find()) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(scripts.group(1).getBytes(StandardCharsets.UTF_8));
      assertTrue(allowed.contains(java.util.Base64.getEncoder().encodeToString(digest)));
      count++;
    }
    assertEquals(1 + HtmlReport.SCRIPTS.size(), count);
  }
}
