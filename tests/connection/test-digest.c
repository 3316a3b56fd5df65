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

      g_assert_cmpuint (lk_digest_read_challenges (cases[i].header, &digest), ==,
                        LK_CHALLENGE_DIGEST);
      answer = lk_digest_answer (digest, "GET", "/dir/index.html", "Mufasa", password, RFC_CNONCE);
      g_test_message ("%s", answer);
      g_assert_nonnull (strstr (answer, cases[i].response));
      g_assert_nonnull (strstr (answer, ", qop=auth, nc=00000001, "));
      g_assert_nonnull (strstr (answer, "opaque=\"" RFC_OPAQUE "\""));
    }
}

/* Whatever a camera sends, reading ends, and what is answered stays one header line. */
static void
test_any_bytes (void)
{
  static const char seed[] = "Digest realm=\"a \\\"b\\\"\", qop=\"auth\", nonce=\"c\", opaque=\"d\", stale=TRUE, Basic realm=x, Negotiate abc==, Digest nonce=\"e";
  g_autoptr (LkSecret) password = lk_secret_new ("p", -1);

  for (guint i = 0; i < 20000; i++)
    {
      char header[sizeof seed];
      g_autoptr (LkDigest) digest = NULL;
      g_autofree char *answer = NULL;

      memcpy (header, seed, sizeof seed);
      for (int n = g_test_rand_int_range (0, 6); n > 0; n--)
        header[g_test_rand_int_range (0, sizeof seed - 1)] = (char)g_test_rand_int_range (0, 256);
      lk_digest_read_challenges (header, &digest);
      if (digest == NULL)
        continue;
      lk_digest_read_info (digest, header);
      answer = lk_digest_answer (digest, "GET", "/", "u", password, NULL);
      g_assert_null (strpbrk (answer, "\r\n"));
    }
}

static void
test_challenges (void)
{
  static const struct
  {
    const char *header;
    LkChallenges found;
  } cases[] = {
    { "", 0 },
    { ", ,", 0 },
    { "Basic realm=\"x, Digest nonce=1\"", LK_CHALLENGE_BASIC },
    { "Negotiate", LK_CHALLENGE_UNKNOWN },
    { "NTLM, Basic realm=x", LK_CHALLENGE_UNKNOWN | LK_CHALLENGE_BASIC },
    { "Digest realm=\"x\"", LK_CHALLENGE_UNKNOWN },
    { "digest REALM=x , Nonce=y", LK_CHALLENGE_DIGEST },
    { "Digest realm=x, nonce=y, stale=True", LK_CHALLENGE_DIGEST | LK_CHALLENGE_STALE },
    { "Digest realm=x, nonce=y, qop=auth-int", LK_CHALLENGE_UNKNOWN },
    { "Digest realm=x, nonce=y, algorithm=MD4", LK_CHALLENGE_UNKNOWN },
    { "Digest realm=\"x\ty\", nonce=y", LK_CHALLENGE_UNKNOWN },
    { "Digest realm=x, nonce=y, algorithm=sha-256-SESS, Basic", LK_CHALLENGE_DIGEST | LK_CHALLENGE_BASIC },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (lk_digest_read_challenges (cases[i].header, NULL), ==, cases[i].found);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/digest/answers-rfc-7616", test_vectors);
  g_test_add_func ("/digest/challenges/are-told-apart", test_challenges);
  g_test_add_func ("/digest/challenges/take-any-bytes", test_any_bytes);

  return g_test_run ();
}
