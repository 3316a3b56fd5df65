/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Are key and signature strong enough, and of a kind that a camera knows? */

#include "config.h"

#include "certificate/lk-judge-private.h"

#include <glib/gi18n-lib.h>

#define RSA_BROKEN_BITS 1024
#define RSA_SHORT_BITS  2048
#define RSA_LONG_BITS   4096

static const char *const broken_hashes[] = { "MD2", "MD4", "MD5", NULL };
static const char *const good_curves[] = { "P-256", "P-384", "P-521", NULL };
static const char *const old_algorithms[] = { "RSA", "EC", "DSA", NULL };
static const char *const dsa_signatures[] = {
  "1.2.840.10040.4.3", "2.16.840.1.101.3.4.3.1", "2.16.840.1.101.3.4.3.2", "2.16.840.1.101.3.4.3.3", "2.16.840.1.101.3.4.3.4", NULL
};

static gboolean
has_algorithm (LkJudge *judge, const char *name)
{
  return g_strcmp0 (lk_certificate_get_key_algorithm (judge->certificate), name) == 0;
}

/* Nobody relies on what a root says of itself. */
static const char *
get_hash (LkJudge *judge)
{
  const char *hash = lk_certificate_get_signature_hash (judge->certificate);

  return hash != NULL && !lk_judge_is_self_signed (judge->certificate) ? hash : "";
}

gboolean
lk_judge_broken_hash (LkJudge *judge, LkArguments *arguments)
{
  arguments->texts[0] = g_strdup (get_hash (judge));
  return g_strv_contains (broken_hashes, arguments->texts[0]);
}

gboolean
lk_judge_weak_hash (LkJudge *judge, LkArguments *arguments)
{
  arguments->texts[0] = g_strdup (get_hash (judge));
  return g_str_equal (arguments->texts[0], "SHA-1");
}

/* RSA of that many bits, at least @from and less than @to. */
static gboolean
is_rsa_within (LkJudge *judge, LkArguments *arguments, guint from, guint to)
{
  guint bits = lk_certificate_get_key_bits (judge->certificate);

  arguments->texts[0] = g_strdup_printf ("%u", bits);
  return (has_algorithm (judge, "RSA") || has_algorithm (judge, "RSA-PSS")) && bits >= from && bits < to;
}

gboolean
lk_judge_rsa_broken (LkJudge *judge, LkArguments *arguments)
{
  return is_rsa_within (judge, arguments, 1, RSA_BROKEN_BITS);
}

gboolean
lk_judge_rsa_short (LkJudge *judge, LkArguments *arguments)
{
  return is_rsa_within (judge, arguments, RSA_BROKEN_BITS, RSA_SHORT_BITS);
}

gboolean
lk_judge_rsa_long (LkJudge *judge, LkArguments *arguments)
{
  return is_rsa_within (judge, arguments, RSA_LONG_BITS + 1, G_MAXUINT);
}

gboolean
lk_judge_rsa_exponent (LkJudge *judge, LkArguments *arguments)
{
  GBytes *exponent =
    lk_public_key_get_exponent (lk_certificate_get_public_key (judge->certificate));
  gsize size = 0;
  const guint8 *bytes = exponent != NULL ? g_bytes_get_data (exponent, &size) : NULL;

  return exponent != NULL && (size == 0 || bytes[size - 1] % 2 == 0 || (size == 1 && bytes[0] < 3));
}

gboolean
lk_judge_ec_explicit (LkJudge *judge, LkArguments *arguments)
{
  return has_algorithm (judge, "EC") &&
         lk_public_key_has_explicit_curve (lk_certificate_get_public_key (judge->certificate));
}

gboolean
lk_judge_ec_curve (LkJudge *judge, LkArguments *arguments)
{
  const char *curve = lk_certificate_get_key_curve (judge->certificate);

  arguments->texts[0] = g_strdup (curve != NULL ? curve : _ ("unknown"));
  return has_algorithm (judge, "EC") &&
         !lk_public_key_has_explicit_curve (lk_certificate_get_public_key (judge->certificate)) &&
         (curve == NULL || !g_strv_contains (good_curves, curve));
}

gboolean
lk_judge_new_key (LkJudge *judge, LkArguments *arguments)
{
  const char *algorithm = lk_certificate_get_key_algorithm (judge->certificate);

  arguments->texts[0] = g_strdup (algorithm);
  return *algorithm != '\0' && !g_strv_contains (old_algorithms, algorithm);
}

gboolean
lk_judge_dsa (LkJudge *judge, LkArguments *arguments)
{
  return has_algorithm (judge, "DSA") ||
         g_strv_contains (dsa_signatures,
                          lk_certificate_get_signature_algorithm (judge->certificate));
}
