package org.dyadic.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("a.csv"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "walk,1,-2.5,3e2\nrun,0.5,+4,.5\n",
        "\uFEFFwalk,1,-2.5,3e2\r\nrun,0.5,+4,.5",
        "activity,t0,t1,t2\nwalk,1,-2.5,3e2\nrun,0.5,+4,.5\n",
        "label,0,1,2\nwalk,1,-2.5,3e2\nrun,0.5,+4,.5\n",
        "Class,0,1,2\nwalk,1,-2.5,3e2\nrun,0.5,+4,.5\n",
        "\n\nwalk , 1, -2.5 ,3e2\n  \nrun,0.5,+4,.5\n\n",
        "\"walk\",\"1\",\"-2.5\",3e2\n\"run\",0.5,+4,\".5\"\n"
      })
  void labelsAndValuesAreRead(String text) throws IOException {
    LabelledRows rows = CsvReader.labelled(file(text));
    assertEquals(new Shape(1, 1, 3), rows.shape());
    assertArrayEquals(new String[] {"walk", "run"}, rows.labels());
    assertArrayEquals(new float[][] {{1, -2.5f, 300}, {0.5f, 4, 0.5f}}, rows.values());
  }

  @Test
  void quotedLabelsMayHoldCommasAndQuotes() throws IOException {
    LabelledRows rows = CsvReader.labelled(file("\"a, \"\"b\"\"\",1\nc,2\n"));
    assertArrayEquals(new String[] {"a, \"b\"", "c"}, rows.labels());
  }

  @Test
  void rowsWithoutLabelsAreRead() throws IOException {
    float[][] expected = {{1, 2}, {3, 4}};
    assertArrayEquals(expected, CsvReader.unlabelled(file("1,2\n3,4\n")).values());
    assertArrayEquals(expected, CsvReader.unlabelled(file("left,right\n1,2\n3,4\n")).values());
    assertArrayEquals(new float[][] {{7}}, CsvReader.unlabelled(file("7")).values());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,1,2\\na,1,NaN\\n|line 2, column 3: \"NaN\" is not a finite number",
        "a,NaN,NaN|line 1, column 2: \"NaN\" is not a finite number",
        "a,,|line 1, column 2: \"\" is not a finite number",
        "h,x,y\\n\\na,1,Infinity|line 3, column 3: \"Infinity\" is not a finite number",
        "a,1,1e39|line 1, column 3: \"1e39\" is not a finite number",
        "a,1,--1|line 1, column 3: \"--1\" is not a finite number",
        "a,1,0x1p3|line 1, column 3: \"0x1p3\" is not a finite number",
        "a,1,1f|line 1, column 3: \"1f\" is not a finite number",
        "a,1;2,3|line 1, column 2: \"1;2\" is not a finite number",
        "a,1,2\\na,1|line 2: 2 columns, but the rows before have 3",
        "a,1,2\\na,1,2,|line 2: 4 columns, but the rows before have 3",
        "a|line 1: 1 columns; a label and at least one value are needed",
        "a,1\\n,2|line 2, column 1: the label is empty",
        "a,1\\n\"b,2|line 2, column 1: the quotes do not end in this line"
      })
  void whatIsWrongHasLineColumnAndRule(String text, String message) throws IOException {
    Path file = file(text.replace("\\n", "\n"));
    Exception wrong = assertThrows(DatasetException.class, () -> CsvReader.labelled(file));
    assertEquals(file + ", " + message, wrong.getMessage());
  }

  @Test
  void filesWithoutRowsAreRefused() throws IOException {
    for (String text : new String[] {"", "\n\n", "label,a,b\n"}) {
      Path file = file(text);
      Exception wrong = assertThrows(DatasetException.class, () -> CsvReader.labelled(file));
      assertEquals(file + ": there is no row of values in it", wrong.getMessage());
    }
    Path binary = Files.write(folder.resolve("b.csv"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    Exception wrong = assertThrows(DatasetException.class, () -> CsvReader.labelled(binary));
    assertEquals(binary + ": not a text in UTF-8", wrong.getMessage());
    Path missing = folder.resolve("none.csv");
    assertThrows(DatasetException.class, () -> CsvReader.labelled(missing));
  }
}
