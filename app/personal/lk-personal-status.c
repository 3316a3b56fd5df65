/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-personal-status.h"

#include <glib/gi18n.h>

typedef enum
{
  KEY_LOCKED,
  KEY_MISSING,
  KEY_FOREIGN,
  KEY_UNKNOWN,
  KEY_NOT_EXPORTABLE,
  KEY_EXPORTABLE,
} KeyState;

static const struct
{
  LkStatusLevel level;
  const char *icon_name;
  const char *text;
  const char *explanation;
} key_states[] = {
  [KEY_LOCKED] = { LK_STATUS_NEUTRAL, "changes-prevent-symbolic", N_ ("Locked"), N_ ("Whether it has a private key, and whether that is exportable, can be seen once the store is unlocked.") },
  [KEY_MISSING] = { LK_STATUS_BAD, "dialog-error-symbolic", N_ ("No private key"), N_ ("Nobody can log in with it. Import the original file again: the one that holds the private key, too.") },
  [KEY_FOREIGN] = { LK_STATUS_BAD, "dialog-error-symbolic", N_ ("The private key is not its own"), N_ ("A signature of the key does not fit the certificate, so that no camera lets it in. Import the original file again.") },
  [KEY_UNKNOWN] = { LK_STATUS_NEUTRAL, "dialog-question-symbolic", N_ ("Not known whether exportable"), N_ ("Its store does not say whether the private key may leave it. A test export can find out.") },
  [KEY_NOT_EXPORTABLE] = { LK_STATUS_WARNING, "changes-prevent-symbolic", N_ ("Not exportable"), N_ ("It cannot be moved to another computer, and the camera’s viewer may not work with it. Import the original file again with “Mark this key as exportable” checked.") },
  [KEY_EXPORTABLE] = { LK_STATUS_GOOD, "object-select-symbolic", N_ ("Exportable"), N_ ("The private key can be backed up, and used by the camera’s viewer.") },
};

static KeyState
get_key_state (LkPersonal *personal)
{
  const LkPersonalFields *fields = lk_personal_get_fields (personal);

  if (fields->has_key == LK_ANSWER_UNKNOWN)
    return KEY_LOCKED;
  if (fields->has_key == LK_ANSWER_NO)
    return KEY_MISSING;
  if (fields->key_matches == LK_ANSWER_NO)
    return KEY_FOREIGN;
  if (fields->exportable == LK_ANSWER_UNKNOWN)
    return KEY_UNKNOWN;
  return fields->exportable == LK_ANSWER_YES ? KEY_EXPORTABLE : KEY_NOT_EXPORTABLE;
}

LkSessionStatus
lk_personal_status_describe_key (LkPersonal *personal)
{
  const KeyState state = get_key_state (personal);

  return (LkSessionStatus){ key_states[state].level, key_states[state].icon_name,
                            g_strdup (_ (key_states[state].text)) };
}

const char *
lk_personal_status_explain_key (LkPersonal *personal)
{
  return key_states[get_key_state (personal)].explanation;
}

static char *
format_date (GDateTime *time)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (time);

  /* Translators: a date, see g_date_time_format(); for example “1 February 2035” */
  return g_date_time_format (local, _ ("%-d %B %Y"));
}

LkSessionStatus
lk_personal_status_describe_period (LkPersonal *personal, GDateTime *now)
{
  LkCertificate *certificate = lk_personal_get_fields (personal)->certificate;
  GDateTime *begin = lk_certificate_get_not_before (certificate);
  GDateTime *end = lk_certificate_get_not_after (certificate);
  g_autofree char *first = begin != NULL ? format_date (begin) : NULL;
  g_autofree char *last = end != NULL ? format_date (end) : NULL;
  int days;

  if (begin == NULL || end == NULL)
    return (LkSessionStatus){ LK_STATUS_BAD, "dialog-error-symbolic", g_strdup (_ ("No readable period")) };
  days = lk_days_until (end, now);
  if (g_date_time_compare (now, begin) < 0)
    /* Translators: %s is a date */
    return (LkSessionStatus){ LK_STATUS_BAD, "appointment-soon-symbolic", g_strdup_printf (_ ("Not valid before %s"), first) };
  if (days < 0)
    /* Translators: %s is a date */
    return (LkSessionStatus){ LK_STATUS_BAD, "appointment-missed-symbolic", g_strdup_printf (_ ("Expired on %s"), last) };
  if (days < LK_EXPIRY_WARNING_DAYS)
    return (LkSessionStatus){ LK_STATUS_WARNING, "appointment-soon-symbolic",
                              g_strdup_printf (ngettext ("Expires in %d day", "Expires in %d days", (gulong)days), days) };
  /* Translators: %s is a date */
  return (LkSessionStatus){ LK_STATUS_GOOD, "object-select-symbolic", g_strdup_printf (_ ("Until %s"), last) };
}

LkSessionStatus
lk_personal_status_describe (LkPersonal *personal, GDateTime *now)
{
  LkSessionStatus key = lk_personal_status_describe_key (personal);
  LkSessionStatus period = lk_personal_status_describe_period (personal, now);
  /* What is good about the period does not hide that little is known of the key. */
  const gboolean key_first = period.level < LK_STATUS_WARNING || key.level >= period.level;
  g_autofree char *first = key_first ? key.text : period.text;
  g_autofree char *second = key_first ? period.text : key.text;

  return (LkSessionStatus){
    .level = key_first ? key.level : period.level,
    .icon_name = key_first ? key.icon_name : period.icon_name,
    /* Translators: two facts about a certificate: “Exportable · Until 1 February 2035” */
    .text = g_strdup_printf (_ ("%s · %s"), first, second),
  };
}

const char *
lk_personal_status_get_icon (LkStatusLevel level)
{
  static const char *const icons[] = {
    [LK_STATUS_NEUTRAL] = "dialog-information-symbolic",
    [LK_STATUS_GOOD] = "object-select-symbolic",
    [LK_STATUS_WARNING] = "dialog-warning-symbolic",
    [LK_STATUS_BAD] = "dialog-error-symbolic",
  };

  return icons[level];
}
