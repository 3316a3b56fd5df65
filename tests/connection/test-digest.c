/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "connection/lk-digest.h"

#include <string.h>

/* RFC 7616 3.9.1, both algorithms; RFC 2069 for the last form. */
#define RFC_NONCE  "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
#define RFC_OPAQUE "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
#define RFC_CNONCE "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
#define RFC_REST   "qop=\"auth, auth-int\", nonce=\"" RFC_NONCE "\", opaque=\"" RFC_OPAQUE "\""

static void
test_vectors (void)
{
  static const struct
  {
    const char *header;
    const char *response;
  } cases[] = {
    { "Digest realm=\"http-auth@example.org\", algorithm=MD5, " RFC_REST, "8ca523f5e9506fed4657c9700eebdbec" },
    { "Digest realm=\"http-auth@example.org\", algorithm=SHA-256, " RFC_REST, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1" },
    { "Digest realm=\"http-auth@example.org\", algorithm=MD5, " RFC_REST ", Digest realm=\"http-auth@example.org\", algorithm=SHA-256, " RFC_REST,
      "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1" },
  };
  g_autoptr (LkSecret) password = lk_secret_new ("Circle of Life", -1);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LkDigest) digest = NULL;
      g_autofree char *answer = NULL;

      g_assert_cmpuint (lk_digest_read_challenges (cases[i].header, &digest), ==, LK_CHALLENGE_DIGEST);
      answer = lk_digest_answer (digest, "GET", "/dir/index.html", "Mufasa", password, RFC_CNONCE);
      g_test_message ("%s", answer);
      g_assert_nonnull (strstr (answer, cases[i].response));
      g_assert_nonnull (strstr (answer, ", qop=auth, nc=00000001, "));
      g_assert_nonnull (strstr (answer, "opaque=\"" RFC_OPAQUE "\""));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/digest/answers-rfc-7616", test_vectors);

  return g_test_run ();
}
