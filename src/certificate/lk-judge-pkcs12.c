/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Can whoever gets a PKCS#12 open it, and only who knows the password? */

#include "config.h"

#include "certificate/lk-judge-private.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#define FEW_ITERATIONS 1000
/* Three times 600,000 is what careful programs take today, and minutes for a camera are more. */
#define MANY_ITERATIONS 2000000

static LkPkcs12 *
get_pkcs12 (const LkJudge *judge)
{
  return judge->context->file != NULL ? lk_bundle_get_pkcs12 (judge->context->file) : NULL;
}

static gboolean
is_old (const LkProtection *protection)
{
  return protection->is_legacy ||
         (protection->iterations > 0 && protection->iterations < FEW_ITERATIONS);
}

static gboolean
is_new (const LkProtection *protection)
{
  return !protection->is_legacy;
}

/* (nullable): the first that fits of what protects the bags and their safes. */
static const LkProtection *
find_protection (LkPkcs12 *pkcs12, gboolean (*fits) (const LkProtection *protection))
{
  GPtrArray *bags = lk_pkcs12_get_bags (pkcs12);

  for (guint i = 0; i < bags->len; i++)
    {
      const LkPkcs12Bag *bag = g_ptr_array_index (bags, i);
      const LkProtection *both[] = { bag->safe, bag->protection };

      for (gsize j = 0; j < G_N_ELEMENTS (both); j++)
        if (both[j] != NULL && fits (both[j]))
          return both[j];
    }
  return NULL;
}

/* "40-bit RC2 (PBES1), 2048 rounds", or the MAC; FALSE where nothing of the file is so. */
static gboolean
name_way (LkPkcs12 *pkcs12,
          gboolean (*fits) (const LkProtection *protection),
          gboolean mac_fits,
          LkArguments *arguments)
{
  const LkProtection *protection = find_protection (pkcs12, fits);

  if (protection != NULL)
    arguments->texts[0] = lk_protection_to_text (protection);
  else if (mac_fits)
    arguments->texts[0] =
      /* Translators: %s is a hash function, such as SHA-1. */
      g_strdup_printf (_ ("MAC with %s"), lk_pkcs12_get_mac_algorithm (pkcs12));
  return arguments->texts[0] != NULL;
}

static gboolean
is_legacy (LkJudge *judge, LkArguments *arguments)
{
  LkPkcs12 *pkcs12 = get_pkcs12 (judge);

  return pkcs12 != NULL &&
         name_way (pkcs12, is_old,
                   g_strcmp0 (lk_pkcs12_get_mac_algorithm (pkcs12), "SHA-1") == 0, arguments);
}

static gboolean
has_pbmac1 (LkPkcs12 *pkcs12)
{
  return g_strcmp0 (lk_pkcs12_get_mac_algorithm (pkcs12), "PBMAC1") == 0;
}

static gboolean
is_too_new (LkJudge *judge, LkArguments *arguments)
{
  LkPkcs12 *pkcs12 = get_pkcs12 (judge);
  const char *mac = pkcs12 != NULL ? lk_pkcs12_get_mac_algorithm (pkcs12) : NULL;

  return pkcs12 != NULL &&
         name_way (pkcs12, is_new, mac != NULL && !g_str_equal (mac, "SHA-1"), arguments);
}

gboolean
lk_judge_p12_legacy (LkJudge *judge, LkArguments *arguments)
{
  return judge->context->limits.pkcs12 != LK_PKCS12_READER_NEW &&
         judge->context->limits.pkcs12 != LK_PKCS12_READER_NONE && is_legacy (judge, arguments);
}

gboolean
lk_judge_p12_legacy_refused (LkJudge *judge, LkArguments *arguments)
{
  return judge->context->limits.pkcs12 == LK_PKCS12_READER_NEW && is_legacy (judge, arguments);
}

gboolean
lk_judge_p12_legacy_repacked (LkJudge *judge, LkArguments *arguments)
{
  return judge->context->limits.pkcs12 == LK_PKCS12_READER_NONE && is_legacy (judge, arguments);
}

gboolean
lk_judge_p12_too_new (LkJudge *judge, LkArguments *arguments)
{
  return judge->context->limits.pkcs12 == LK_PKCS12_READER_OLD && is_too_new (judge, arguments);
}

gboolean
lk_judge_p12_too_new_perhaps (LkJudge *judge, LkArguments *arguments)
{
  return judge->context->limits.pkcs12 == LK_PKCS12_READER_UNKNOWN &&
         is_too_new (judge, arguments) && !has_pbmac1 (get_pkcs12 (judge));
}

gboolean
lk_judge_p12_pbmac1 (LkJudge *judge, LkArguments *arguments)
{
  LkPkcs12 *pkcs12 = get_pkcs12 (judge);

  return pkcs12 != NULL && judge->context->limits.pkcs12 != LK_PKCS12_READER_OLD &&
         judge->context->limits.pkcs12 != LK_PKCS12_READER_NONE && has_pbmac1 (pkcs12);
}

/* Of the MAC, the safes and the keys in them: each has to be opened. */
static guint64
count_rounds (LkPkcs12 *pkcs12)
{
  GPtrArray *bags = lk_pkcs12_get_bags (pkcs12);
  guint64 rounds = lk_pkcs12_get_iterations (pkcs12);

  for (guint i = 0; i < bags->len; i++)
    {
      const LkPkcs12Bag *bag = g_ptr_array_index (bags, i);

      if (bag->protection != NULL)
        rounds += MIN (bag->protection->iterations, G_MAXINT32);
    }
  return rounds;
}

gboolean
lk_judge_p12_rounds (LkJudge *judge, LkArguments *arguments)
{
  LkPkcs12 *pkcs12 = get_pkcs12 (judge);
  guint64 rounds = pkcs12 != NULL ? count_rounds (pkcs12) : 0;

  if (rounds <= MANY_ITERATIONS || judge->context->limits.pkcs12 == LK_PKCS12_READER_NONE)
    return FALSE;
  arguments->texts[0] = g_strdup_printf ("%" PRIu64, rounds);
  return TRUE;
}
