/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Does it fit those above it, and is it made to the standard? */

#include "config.h"

#include "certificate/lk-judge-private.h"

#include "certificate/lk-chain-private.h"
#include "certificate/lk-oid.h"

#include <glib/gi18n-lib.h>

#define MAX_DEFECTS 4

#define OID_NAME_CONSTRAINTS "2.5.29.30"

/* How much a defect matters. */
typedef enum
{
  DEFECT_GRAVE,
  DEFECT_ODD,   /* it still works nearly everywhere */
  DEFECT_COMMON /* many public roots have it */
} Gravity;

static const char *const odd_defects[] = { "serial", "serial-encoding", "time", "not-der", "version", NULL };

static const LkChainElement *
find_problem (LkJudge *judge, const char *problem)
{
  return judge->chain != NULL ? lk_chain_find_problem (judge->chain, problem) : NULL;
}

/* The reason that the chain's own check gave. */
static gboolean
take_reason (LkJudge *judge, LkArguments *arguments, const char *problem)
{
  const LkChainElement *element = find_problem (judge, problem);

  if (element != NULL)
    arguments->texts[0] = g_strdup (element->reason);
  return element != NULL;
}

gboolean
lk_judge_key_ids (LkJudge *judge, LkArguments *arguments)
{
  LkCertificate *certificate = judge->certificate;
  gboolean no_subject =
    lk_certificate_is_ca (certificate) && lk_certificate_get_subject_key_id (certificate) == NULL;
  gboolean no_authority = !lk_certificate_is_self_issued (certificate) &&
                          lk_certificate_get_authority_key_id (certificate) == NULL;

  arguments->texts[0] = g_strdup (no_subject ? _ ("subject key identifier") : _ ("authority key identifier"));
  return lk_certificate_get_version (certificate) == 3 && (no_subject || no_authority);
}

/* An issuer of the right name is at hand, but none with the key that is named. */
gboolean
lk_judge_wrong_issuer_key (LkJudge *judge, LkArguments *arguments)
{
  LkCertificate *certificate = judge->certificate;
  const char *wanted = lk_certificate_get_authority_key_id (certificate);
  gboolean found = FALSE;

  if (lk_judge_is_self_signed (certificate))
    return FALSE;
  for (guint i = 0; wanted != NULL && i < judge->around->len; i++)
    {
      LkCertificate *other = g_ptr_array_index (judge->around, i);
      const char *own = lk_certificate_get_subject_key_id (other);

      if (own == NULL || lk_certificate_equal (other, certificate) ||
          !lk_certificate_has_basic_constraints_ca (other) ||
          !lk_name_equal (lk_certificate_get_issuer_item (certificate),
                          lk_certificate_get_subject_item (other)))
        continue;
      if (g_str_equal (own, wanted))
        return FALSE;
      found = TRUE;
    }
  arguments->texts[0] = g_strdup (lk_certificate_get_issuer (certificate));
  return found;
}

gboolean
lk_judge_pathlen (LkJudge *judge, LkArguments *arguments)
{
  return take_reason (judge, arguments, "pathlen");
}

gboolean
lk_judge_critical_unknown (LkJudge *judge, LkArguments *arguments)
{
  const char *oid = lk_chain_find_unknown_critical (judge->certificate);

  if (oid != NULL)
    arguments->texts[0] = lk_oid_describe (oid);
  return oid != NULL;
}

gboolean
lk_judge_name_constraints (LkJudge *judge, LkArguments *arguments)
{
  if (take_reason (judge, arguments, "name-constraints"))
    return TRUE;
  arguments->texts[0] = g_strdup (_ ("It limits names although it is no CA."));
  return lk_certificate_find_extension (judge->certificate, OID_NAME_CONSTRAINTS) != NULL &&
         !lk_certificate_has_basic_constraints_ca (judge->certificate);
}

gboolean
lk_judge_issuer_limits (LkJudge *judge, LkArguments *arguments)
{
  return take_reason (judge, arguments, "ca-eku-limits");
}

static gboolean
take_missing (LkJudge *judge, LkArguments *arguments)
{
  const char *missing = judge->chain != NULL ? lk_chain_get_missing (judge->chain) : NULL;

  arguments->texts[0] = g_strdup (missing);
  return missing != NULL;
}

gboolean
lk_judge_chain_incomplete (LkJudge *judge, LkArguments *arguments)
{
  return judge->anchors != NULL && take_missing (judge, arguments);
}

/* Without a camera the issuer may well be there. */
gboolean
lk_judge_chain_open (LkJudge *judge, LkArguments *arguments)
{
  return judge->anchors == NULL && take_missing (judge, arguments);
}

/* Also when the way is there but the camera would not go it: the result is the same lock-out. */
gboolean
lk_judge_no_camera_ca (LkJudge *judge, LkArguments *arguments)
{
  if (judge->anchors == NULL || judge->chain == NULL || lk_chain_is_good (judge->chain))
    return FALSE;
  arguments->texts[0] = g_strdup (lk_chain_get_summary (judge->chain));
  return TRUE;
}

static Gravity
get_gravity (LkCertificate *certificate, const LkDefect *defect)
{
  if (g_str_equal (defect->id, "serial") && lk_judge_is_self_signed (certificate))
    return DEFECT_COMMON;
  return g_strv_contains (odd_defects, defect->id) ? DEFECT_ODD : DEFECT_GRAVE;
}

/* The defects of one gravity in one line, each once, and no more than a person reads. */
static gboolean
take_defects (LkJudge *judge, LkArguments *arguments, Gravity gravity)
{
  GPtrArray *defects = lk_certificate_get_defects (judge->certificate);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  guint more;

  for (guint i = 0; i < defects->len; i++)
    {
      const LkDefect *defect = g_ptr_array_index (defects, i);

      if (get_gravity (judge->certificate, defect) == gravity &&
          !g_ptr_array_find_with_equal_func (texts, defect->text, g_str_equal, NULL))
        g_ptr_array_add (texts, defect->text);
    }
  more = texts->len > MAX_DEFECTS ? texts->len - MAX_DEFECTS : 0;
  g_ptr_array_set_size (texts, (int)(texts->len - more));
  g_ptr_array_add (texts, NULL);
  arguments->texts[0] = g_strjoinv (" ", (char **)texts->pdata);
  if (more > 0)
    {
      g_autofree char *some = arguments->texts[0];

      /* Translators: %s is sentences on what is wrong. */
      arguments->texts[0] = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%s And %u more.", "%s And %u more.", more), some, more);
    }
  return *arguments->texts[0] != '\0';
}

gboolean
lk_judge_malformed (LkJudge *judge, LkArguments *arguments)
{
  return take_defects (judge, arguments, DEFECT_GRAVE);
}

gboolean
lk_judge_irregular (LkJudge *judge, LkArguments *arguments)
{
  return take_defects (judge, arguments, DEFECT_ODD);
}

gboolean
lk_judge_irregular_root (LkJudge *judge, LkArguments *arguments)
{
  return take_defects (judge, arguments, DEFECT_COMMON);
}
