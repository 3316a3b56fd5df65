/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/snc/lk-snc-answer.h"

static const struct
{
  const char *body;
  gboolean escaped;
  const char *name;
  const char *value; /* NULL: not there */
} rows[] = {
  { "a=1&b=2", TRUE, "a", "1" },
  { "a=1&b=2", TRUE, "b", "2" },
  { "a=1&b=2\r\n", TRUE, "b", "2" },
  { "a=1\r\nb=2\r\n", TRUE, "b", "2" },
  { "a=&b=2", TRUE, "a", "" },
  { "a=1&a=2", TRUE, "a", "1" },
  { "a=CN%3Dx%2CO%3Dy%20z&b=", TRUE, "a", "CN=x,O=y z" },
  { "a=CN=x,O=y z&b=", TRUE, "a", "CN=x,O=y z" },
  { "a=CN=x+OU=y&b=", TRUE, "a", "CN=x+OU=y" },
  { "a=100%&b=", TRUE, "a", "100%" },
  { "a=%4&b=", TRUE, "a", "%4" },
  { "a=%41&b=", FALSE, "a", "%41" },
  { "a=Black & White&b=2", FALSE, "a", "Black & White" },
  { "a=Black & White&b=2", FALSE, "b", "2" },
  { "a=J%C3%BCrgen", TRUE, "a", "Jürgen" },
  { "a=%00x", TRUE, "a", "?x" },
  { "\xef\xbb\xbf"
    "a=1",
    TRUE, "a", "1" },
  { "&&&=x&a=1", TRUE, "a", "1" },
  { "a", TRUE, "a", NULL },
  { "", TRUE, "a", NULL },
  { "<html>Not found</html>", TRUE, "html", NULL },
  { "var a=\"1\";\nvar b=\"2\";\n", TRUE, "b", "2" },
  { "var a=\"1\"\r\nvar b=\"2\"\r\n", TRUE, "a", "1" },
  { "var a = '1';var b=2;", TRUE, "a", "1" },
  { "var a = '1';var b=2;", TRUE, "b", "2" },
  { "var a=\"x\\\"y\\\\z\";", TRUE, "a", "x\"y\\z" },
  { "var a=\"\\u00fc\\x41\\n\";", TRUE, "a", "üA\n" },
  { "var a=\"J\\303\\274rgen\";", TRUE, "a", "Jürgen" },
  { "var a=\"\\u00\";", TRUE, "a", "00" },
  { "var a=\"x\\\";\nvar b=\"2\";", FALSE, "a", "x\\" },
  { "var a=\"unfinished\nvar b=\"2\";", TRUE, "b", "2" },
  { "var a=\"var b=3;\";\nvar c=\"4\";", TRUE, "c", "4" },
  { "var a=\"a&b=c\";", TRUE, "a", "a&b=c" },
  { "var =\"1\";\nvar b=\"2\";", TRUE, "b", "2" },
  { "var a", TRUE, "a", NULL },
};

static void
test_forms (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (rows[i].body, strlen (rows[i].body));
      g_autoptr (LkSncAnswer) answer = lk_snc_answer_new (body, rows[i].escaped);

      g_test_message ("row %zu", i);
      g_assert_cmpstr (lk_snc_answer_find (answer, rows[i].name), ==, rows[i].value);
    }
}

static void
test_order (void)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("z=1&a=2&z=3", 11);
  LkSncAnswer *answer = lk_snc_answer_new (body, TRUE);

  g_assert_cmpuint (lk_snc_answer_get_n (answer), ==, 2);
  g_assert_cmpstr (lk_snc_answer_get_name (answer, 0), ==, "z");
  g_assert_cmpstr (lk_snc_answer_get_name (answer, 1), ==, "a");
  g_assert_null (lk_snc_answer_find (answer, NULL));
  g_assert_finalize_object (answer);
}

static void
test_empty (void)
{
  g_autoptr (LkSncAnswer) answer = lk_snc_answer_new (NULL, TRUE);

  g_assert_cmpuint (lk_snc_answer_get_n (answer), ==, 0);
}

static void
test_limits (void)
{
  g_autoptr (GString) many = g_string_new (NULL);
  g_autofree char *long_value = g_strnfill (1024 * 1024, 'x');
  g_autofree char *long_text = g_strconcat ("a=", long_value, NULL);
  g_autoptr (GBytes) many_body = NULL;
  g_autoptr (GBytes) long_body = g_bytes_new_static (long_text, strlen (long_text));
  g_autoptr (LkSncAnswer) many_answer = NULL;
  g_autoptr (LkSncAnswer) long_answer = lk_snc_answer_new (long_body, TRUE);

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (many, "p%u=%u&", i, i);
  many_body = g_bytes_new_static (many->str, many->len);
  many_answer = lk_snc_answer_new (many_body, TRUE);
  g_assert_cmpuint (lk_snc_answer_get_n (many_answer), ==, 4096);
  g_assert_cmpuint (strlen (lk_snc_answer_find (long_answer, "a")), ==, 64 * 1024);
}

/* Any bytes: no crash, valid UTF-8, and the names can be found again. */
static void
test_any_bytes (void)
{
  static const char alphabet[] = "a=&%\"'\\;var \n\r\tu00xff<>\x00\xff\xc3\xbc[].-_0";

  for (int round = 0; round < 5000; round++)
    {
      guint8 bytes[200];
      gsize length = (gsize)g_test_rand_int_range (0, sizeof bytes);
      g_autoptr (GBytes) body = NULL;
      g_autoptr (LkSncAnswer) answer = NULL;

      for (gsize i = 0; i < length; i++)
        bytes[i] =
          (guint8)(round % 2 == 0 ? alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)]
                                  : g_test_rand_int_range (0, 256));
      if (round % 3 == 0 && length > 4)
        memcpy (bytes, "var ", 4);
      body = g_bytes_new (bytes, length);
      answer = lk_snc_answer_new (body, round % 5 != 0);
      for (guint i = 0; i < lk_snc_answer_get_n (answer); i++)
        {
          const char *value = lk_snc_answer_find (answer, lk_snc_answer_get_name (answer, i));

          g_assert_nonnull (value);
          g_assert_true (g_utf8_validate (value, -1, NULL));
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/driver/snc-answer/forms", test_forms);
  g_test_add_func ("/driver/snc-answer/order", test_order);
  g_test_add_func ("/driver/snc-answer/empty", test_empty);
  g_test_add_func ("/driver/snc-answer/limits", test_limits);
  g_test_add_func ("/driver/snc-answer/any-bytes", test_any_bytes);
  return g_test_run ();
}
