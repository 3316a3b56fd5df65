/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "connection/lk-form.h"

#include <libsoup/soup.h>
#include <string.h>

static LkForm *
make_form (void)
{
  g_autoptr (LkSecret) password = lk_secret_new ("a&b=c d\"é", -1);
  g_autoptr (GBytes) content = g_bytes_new ("#\r\n--x", 6);
  LkForm *form = lk_form_new ();

  lk_form_add (form, "SslFunc", "on");
  lk_form_add_secret (form, "pass word", password);
  lk_form_add_file (form, "cert", "a \"b\"\r\nX: y.p12", NULL, content);
  return form;
}

static void
test_urlencoded (void)
{
  g_autoptr (LkForm) form = make_form ();
  g_autoptr (GBytes) body = lk_form_to_urlencoded (form);
  g_autofree char *query = lk_form_to_query (form);
  g_autoptr (GHashTable) read = soup_form_decode (query);

  g_assert_cmpstr (query, ==, "SslFunc=on&pass%20word=a%26b%3Dc%20d%22%C3%A9");
  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), query, strlen (query));
  g_assert_cmpstr (g_hash_table_lookup (read, "pass word"), ==, "a&b=c d\"é");
}

#define EXPECTED                                                                             \
  "--%s\r\nContent-Disposition: form-data; name=\"SslFunc\"\r\n\r\non\r\n"                   \
  "--%s\r\nContent-Disposition: form-data; name=\"pass word\"\r\n\r\na&b=c d\"é\r\n"        \
  "--%s\r\nContent-Disposition: form-data; name=\"cert\"; filename=\"a %%22b%%22%%0D%%0AX: " \
  "y.p12\"\r\n"                                                                              \
  "Content-Type: application/octet-stream\r\n\r\n#\r\n--x\r\n--%s--\r\n"

static void
test_multipart (void)
{
  g_autoptr (LkForm) form = make_form ();
  g_autofree char *type = NULL;
  g_autoptr (GBytes) body = lk_form_to_multipart (form, &type);
  g_autofree char *text = NULL;
  const char *boundary;

  g_assert_true (g_str_has_prefix (type, "multipart/form-data; boundary="));
  boundary = strchr (type, '=') + 1;
  g_assert_cmpuint (strlen (boundary), <=, 70);
  text = g_strdup_printf (EXPECTED, boundary, boundary, boundary, boundary);
  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), text, strlen (text));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/form/urlencoded/escapes", test_urlencoded);
  g_test_add_func ("/form/multipart/is-as-browsers-write-it", test_multipart);

  return g_test_run ();
}
